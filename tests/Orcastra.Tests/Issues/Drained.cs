using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Faults;
using Orcastra.Simulator;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Issues;

/// <summary>A node is drained in a Swarm that speaks the API, under all laws; whatever happens in the middle.</summary>
public sealed class Drained
{
    private static readonly ImmutableArray<PlannedService> Services =
    [
        new PlannedService { Name = "db", Constraints = ["node.hostname != node2"], StopSeconds = 3 },
        new PlannedService { Name = "web", Constraints = ["node.labels.db == true"], StopSeconds = 2 },
        new PlannedService { Name = "app", StopSeconds = 6, StartSeconds = 1 },
        new PlannedService { Name = "three", Replicas = 3, StopSeconds = 1 },
        new PlannedService { Name = "first", StartsFirst = true },
        new PlannedService { Name = "agent", IsGlobal = true },
    ];

    private static readonly ImmutableArray<AnchorPolicy> Entries = [Entry("db", "web", "app")];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void With_all_kinds_of_services(int node) => Ends(node, "Drain", At(20, new BeginDrain(node)), At(150, new Scale("three", 3)));

    [Theory]
    [InlineData(20.3)]
    [InlineData(21)]
    [InlineData(23)]
    [InlineData(26)]
    [InlineData(30)]
    [InlineData(36)]
    public void The_instance_is_killed_in_the_middle(double seconds) => Ends(
        3, "Drain", At(20, new BeginDrain(3)), At(seconds, new Kill(2)), At(seconds + 9, new StartOrcastra(2)), At(220, new Scale("three", 3)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(11)]
    public void The_instance_is_killed_at_a_write(int write) => Ends(
        3, "Drain", At(19.9, new KillAtRequest(2, write, WritesOnly: true, 0.4)), At(20, new BeginDrain(3)), At(40, new StartOrcastra(2)), At(220, new Scale("three", 3)));

    [Theory]
    [InlineData(1, 22)]
    [InlineData(1, 26)]
    [InlineData(4, 24)]
    [InlineData(5, 24)]
    public void A_target_loses_its_power(int target, double seconds) => Ends(
        3, "Drain", At(20, new BeginDrain(3)), At(seconds, new PowerCut(target)), At(200, new PowerOn(target)), At(300, new Scale("three", 3)));

    [Theory]
    [InlineData(20.5)]
    [InlineData(24)]
    [InlineData(28)]
    public void The_node_itself_loses_its_power(double seconds) => Ends(
        3, "Drain", At(20, new BeginDrain(3)), At(seconds, new PowerCut(3)), At(200, new PowerOn(3)), At(300, new Scale("three", 3)));

    [Fact]
    public void What_starts_nowhere_else_goes_back_and_the_node_takes_tasks_again() => Ends(
        3,
        "Active",
        At(18, new Behave("db", new ServiceBehaviour { FailsOn = ["node1", "node4", "node5"] }, "fails elsewhere")),
        At(20, new BeginDrain(3)),
        At(150, new Scale("three", 3)));

    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    public void Its_owner_deploys_in_the_middle(double seconds) => Ends(
        3, "Drain", At(20, new BeginDrain(3)), At(seconds, new Deploy("db", "lab:2")), At(seconds, new Deploy("first", "lab:2")), At(250, new Scale("three", 3)));

    [Fact]
    public void Another_manager_leads_in_the_middle() => Ends(3, "Drain", At(20, new BeginDrain(3)), At(24, new NextLeader()), At(250, new Scale("three", 3)));

    // Faults stop in the end, and with them the user makes all nodes active: what counts is what we wrote last.
    private static void Ends(int node, string availability, params ReadOnlySpan<Step> steps)
    {
        var journal = Holds(Services, Entries, [.. steps], nodes: 5, instance: 2, seed: 11);
        var last = journal.Split('\n').Last(line => line.Contains($"Us wrote node{node}:", StringComparison.Ordinal) && (line.EndsWith(" Active", StringComparison.Ordinal) || line.EndsWith(" Pause", StringComparison.Ordinal) || line.EndsWith(" Drain", StringComparison.Ordinal)));
        Assert.EndsWith($" {availability}", last, StringComparison.Ordinal);
    }
}
