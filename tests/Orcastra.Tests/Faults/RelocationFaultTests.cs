using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Faults;
using Orcastra.Simulator;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Faults;

/// <summary>
/// Groups that move to a node that is named: with the instance that acts killed at each of its writes, and in the random
/// scenarios, a third of them with drains as well. <c>ORCASTRA_MOVE_SEED=… ./test RelocationFaultTests</c> plays one of them, <c>ORCASTRA_MOVE_RUNS</c> that many.
/// </summary>
public sealed class RelocationFaultTests
{
    private static readonly ImmutableArray<PlannedService> Services =
    [
        new PlannedService { Name = "db", Constraints = ["node.hostname != node1"], StopSeconds = 2 },
        new PlannedService { Name = "web", Constraints = ["node.labels.db == true"] },
        new PlannedService { Name = "app", StopSeconds = 3, StartSeconds = 1 },
        new PlannedService { Name = "first", StartsFirst = true },
    ];

    [Theory]
    [InlineData("db", 2)]
    [InlineData("db", 3)]
    [InlineData("app", 4)]
    [InlineData("first", 1)]
    public void A_group_comes_to_the_node_and_its_command_is_done(string service, int node) => Arrives(service, node);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Wherever_the_instance_dies_the_next_one_goes_on(double milliseconds)
    {
        for (var write = 0; write < 16; write++)
        {
            Arrives("db", 2, At(29.9, new KillAtRequest(1, write, true, milliseconds)), At(60, new StartOrcastra(1)));
            Arrives("db", 3, At(29.9, new KillAtRequest(1, write, true, milliseconds)), At(60, new StartOrcastra(1)));
        }
    }

    [Fact]
    public void What_does_not_start_there_goes_back_and_is_said()
    {
        var journal = Plays(At(10, new Behave("db", new ServiceBehaviour { FailsOn = ["node2", "node3", "node4"] }, "fails elsewhere")), At(30, new GiveCommand("move_service:web=node2")), At(30, new GiveCommand("move_service:web=node3")), At(30, new GiveCommand("move_service:web=node4")), At(200, new Scale("first", 1)));
        Assert.Contains("db could not be moved to node", journal, StringComparison.Ordinal);
        Assert.Contains("db is back on node", journal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32.5)]
    [InlineData(34)]
    [InlineData(38)]
    public void The_node_loses_its_power_in_the_middle(double seconds) => Plays(
        At(30, new GiveCommand("move_service:db=node2")), At(seconds, new PowerCut(2)), At(200, new PowerOn(2)), At(300, new Scale("first", 1)));

    [Theory]
    [InlineData(30, 2)]
    [InlineData(32, 2)]
    [InlineData(34, 3)]
    [InlineData(34, 2)]
    public void A_node_is_drained_meanwhile(double seconds, int node) => Plays(
        At(30, new GiveCommand("move_service:db=node2")), At(seconds, new BeginDrain(node)), At(300, new Scale("first", 1)));

    [Fact]
    public void A_move_that_is_believed_in_and_has_not_happened_breaks_its_law() => Bites<MovedAsAsked>(
        Sabotages.Story(At(30, new GiveCommand("move_service:db=node1")), At(60, new StartOrcastra(3))) with { Services = [new PlannedService { Name = "db" }] },
        Sabotages.Seeing(Mirage()));

    [Fact]
    public void All_laws_hold_in_random_scenarios_with_moves() =>
        Assert.NotEqual(0, new RandomRuns("MOVE", 60, 9_000_000, Make).AllHold().Sum(verdict => verdict.Moves));

    private static void Bites<T>(FaultScenario scenario, RunOptions options)
        where T : Law, new()
    {
        var verdict = FaultRun.Play(scenario, options with { Records = true, Laws = () => [new T()] });
        Assert.True(verdict.Violations.Any(violation => violation.Law == typeof(T).Name), verdict.Journal);
    }

    // Once the move is asked for, every look shows the anchor on the node where it is to go.
    private static Action<string, JsonNode> Mirage()
    {
        var (service, node, isAsked) = ("", "", false);
        return (path, seen) =>
        {
            isAsked |= path.Contains("/configs", StringComparison.Ordinal) && seen.ToJsonString().Contains("move_service", StringComparison.Ordinal);
            if (seen is not JsonArray all)
            {
                return;
            }

            foreach (var one in all.OfType<JsonObject>())
            {
                node = one["Description"]?["Hostname"]?.GetValue<string>() == "node1" ? one["ID"]!.GetValue<string>() : node;
                service = one["Spec"]?["Name"]?.GetValue<string>() == "db" ? one["ID"]!.GetValue<string>() : service;
                if (isAsked && one["ServiceID"]?.GetValue<string>() == service)
                {
                    one["NodeID"] = node;
                }
            }
        };
    }

    private static FaultScenario Make(ulong seed)
    {
        var scenario = Additions.Moves(Generator.Make(seed));
        return seed % 3 == 0 ? Additions.Drains(scenario) : scenario;
    }

    private static void Arrives(string service, int node, params ReadOnlySpan<Step> steps)
    {
        var journal = Plays([.. steps, At(30, new GiveCommand($"move_service:{service}=node{node}")), At(200, new Scale("first", 1))]);
        Assert.Contains($" on node{node}", journal.Split('\n').Last(line => line.Contains($"container of {service}.1 up", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static string Plays(params ImmutableArray<Step> steps) =>
        Holds(Services, [Entry("db", "web", "app")], [.. steps.OrderBy(step => step.At)], nodes: 5, instance: 1, seed: 3);
}
