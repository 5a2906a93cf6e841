using Orcastra.Faults;
using static Orcastra.Tests.Faults.Sabotages;

namespace Orcastra.Tests.Faults;

/// <summary>
/// Reboots that go well and in every way in which they do not; and the random scenarios again, with reboots in the middle of
/// them. <c>ORCASTRA_REBOOT_SEED=… ./test RebootFaultTests</c> plays one of them, <c>ORCASTRA_REBOOT_RUNS</c> that many.
/// </summary>
public sealed class RebootFaultTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_node_is_rebooted_once_and_is_what_it_was(int node)
    {
        var verdict = Plays(Asked($"reboot_node:node{node}"));
        Assert.Equal(1, Count(verdict, $"REBOOT node{node}"));
    }

    [Theory]
    [InlineData(Mishap.SshRefused, "cannot be reached", 0)]
    [InlineData(Mishap.CommandFails, "the command ended with 1", 0)]
    [InlineData(Mishap.NeverBack, "its machine does not answer", 1)]
    [InlineData(Mishap.NothingHappens, "its boot ID is still", 1)]
    public void What_fails_is_said_and_the_node_is_what_it_was(object mishap, string because, int reboots)
    {
        var verdict = Plays(Asked("reboot_node:node1", new Hinder((Mishap)mishap)));
        Assert.Contains("its reboot failed: ", verdict.Journal, StringComparison.Ordinal);
        Assert.Contains(because, verdict.Journal, StringComparison.Ordinal);
        Assert.Equal(reboots, Count(verdict, "REBOOT node1"));
    }

    [Fact]
    public void A_lost_answer_is_no_second_reboot() => Assert.Equal(1, Count(Plays(Asked("reboot_node:node1", new Hinder(Mishap.ReplyLost))), "REBOOT node1"));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Wherever_the_instance_dies_it_is_sent_at_most_once(double milliseconds)
    {
        var sent = 0;
        for (var write = 0; write < 12; write++)
        {
            var verdict = Plays(Asked("reboot_node:node1", new KillAtRequest(3, write, true, milliseconds), new StartOrcastra(3)));
            Assert.InRange(Count(verdict, "REBOOT node1"), 0, 1);
            sent += verdict.Reboots;
        }

        Assert.InRange(sent, 6, 12); // only who dies between its record and its effect never sends it
    }

    [Fact]
    public void A_quorum_that_is_believed_in_and_not_there_breaks_its_law() => Bites<QuorumKept>(
        Asked("reboot_node:node1!", new PowerCut(2)),
        Seeing((path, seen) => Nodes(path, seen, node =>
        {
            node["Status"]!["State"] = "ready";
            node["ManagerStatus"]!["Reachability"] = "reachable";
        })));

    [Fact]
    public void Two_nodes_that_are_taken_out_break_their_law() => Bites<OneNodeOut>(Story(), Labelling(spec => spec["Availability"] = "pause"));

    [Fact]
    public void A_node_that_is_never_given_back_breaks_its_law() => Bites<AvailabilityRestored>(
        Asked("reboot_node:node1"), Labelling(Keep));

    [Fact]
    public void All_laws_hold_in_random_scenarios_with_reboots() =>
        Assert.NotEqual(0, new RandomRuns("REBOOT", 40, 8_000_000, seed => Additions.Reboots(Generator.Make(seed))).AllHold().Sum(verdict => verdict.Reboots));

    private static void Keep(System.Text.Json.Nodes.JsonNode spec) =>
        spec["Availability"] = spec["Availability"]!.GetValue<string>() == "active" ? "drain" : spec["Availability"]!.GetValue<string>();

    private static FaultScenario Asked(string command, params ReadOnlySpan<Deed> before)
    {
        var steps = new List<Step>();
        foreach (var deed in before)
        {
            steps.Add(new(TimeSpan.FromSeconds(deed is StartOrcastra ? 200 : 20), deed));
        }

        steps.Add(new(TimeSpan.FromSeconds(60), new GiveCommand(command)));
        steps.Add(new(TimeSpan.FromSeconds(400), new StartOrcastra(3)));
        var story = Story([.. steps.Select(step => step.Deed is KillAtRequest ? step with { At = TimeSpan.FromSeconds(59) } : step).OrderBy(step => step.At)]);
        return story with
        {
            Services = [new PlannedService { Name = "db" }, story.Services[1] with { Constraints = [] }],
            Policy = story.Policy with { RebootTimeout = TimeSpan.FromSeconds(120), MaxLostNodesPercent = 100 },
        };
    }

    private static Verdict Plays(FaultScenario scenario)
    {
        var verdict = FaultRun.Play(scenario, new() { Records = true });
        Assert.True(verdict.Violations.Count == 0, $"{string.Join('\n', verdict.Violations.Select(violation => $"{violation.Law}: {violation.How}"))}\n{verdict.Journal}");
        return verdict;
    }

    private static int Count(Verdict verdict, string text) => verdict.Journal.Split(text).Length - 1;

    private static void Nodes(string path, System.Text.Json.Nodes.JsonNode seen, Action<System.Text.Json.Nodes.JsonNode> change)
    {
        if (path.EndsWith("/nodes", StringComparison.Ordinal) && seen is System.Text.Json.Nodes.JsonArray nodes)
        {
            foreach (var node in nodes)
            {
                change(node!);
            }
        }
    }

    private static void Bites<T>(FaultScenario scenario, RunOptions options)
        where T : Law, new()
    {
        var verdict = FaultRun.Play(scenario, options with { Records = true, Laws = () => [new T()] });
        Assert.True(verdict.Violations.Any(violation => violation.Law == typeof(T).Name), $"{typeof(T).Name} does not bite; broken: {string.Join(", ", verdict.Violations.Select(violation => violation.Law))}\n{verdict.Journal}");
    }
}
