using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Commands;

/// <summary>Nodes that are drained and made active because somebody asked for it.</summary>
public sealed class NodesAsked
{
    private static readonly Policy Policy = Given.Policy();

    [Fact]
    public void A_drain_is_begun_told_of_and_ends_with_its_record()
    {
        var cluster = new Cluster().Node("a").Node("b").Service(Given.Spec("web"), "a");
        cluster.Memory = Memory.Empty.With("1", "drain_node:a", "x");
        var begun = cluster.Plan(Policy);
        Assert.Equal(DrainState.UnderWay, begun.Memory.Drains["id-a"].State);
        Assert.StartsWith("0 of 1 services moved", begun.Memory.Commands["1"].Says, StringComparison.Ordinal);
        var drained = new Cluster().Node(Given.Node("a") with { Availability = Availability.Drain }).Node("b").Service(Given.Spec("web"), "b");
        drained.Memory = begun.Memory with { Drains = begun.Memory.Drains.SetItem("id-a", begun.Memory.Drains["id-a"] with { State = DrainState.Drained, IsOver = true, Left = 0 }) };
        Assert.Equal(("done", "1 of 1 services moved; it is drained"), End(drained.Plan(Policy, 9)));
        var failed = new Cluster().Node("a").Node("b").Service(Given.Spec("web"), "a");
        failed.Memory = begun.Memory with { Drains = begun.Memory.Drains.SetItem("id-a", begun.Memory.Drains["id-a"] with { State = DrainState.Failed, IsOver = true, Reason = "no luck" }) };
        Assert.Equal(("failed", "0 of 1 services moved; given up: no luck"), End(failed.Plan(Policy, 9)));
    }

    [Theory]
    [InlineData("drain_node:a", "refused")]
    [InlineData("drain_node:a!", "")]
    public void What_cannot_go_refuses_it_unless_it_is_forced(string text, string outcome)
    {
        var cluster = new Cluster().Node("a").Node("b").Service(Given.Spec("web", "node.hostname == a"), "a");
        cluster.Memory = Memory.Empty.With("1", text, "x");
        var plan = cluster.Plan(Policy);
        Assert.Equal(outcome, plan.Memory.Commands["1"].Outcome);
        Assert.Equal(outcome.Length == 0, plan.Memory.Drains.ContainsKey("id-a"));
        Assert.Equal(outcome.Length == 0, !plan.Actions.IsEmpty);
    }

    [Fact]
    public void Nothing_leaves_a_node_while_moves_are_paused()
    {
        var cluster = new Cluster().Node("a").Node("b").Service(Given.Spec("web"), "a");
        var paused = Memory.Empty with { Pauses = Memory.Empty.Pauses.SetItem("dependents", new(Given.Noon, "x")) };
        cluster.Memory = paused.With("1", "drain_node:a", "x");
        Assert.Equal("refused", End(cluster.Plan(Policy)).Outcome);
        var cordoned = new Cluster().Node(Given.Node("a") with { Availability = Availability.Pause }).Node("b").Service(Given.Spec("web"), "a");
        cordoned.Memory = paused with { Drains = Memory.Empty.Drains.SetItem("id-a", new("id-a", Given.Noon, false, Availability.Active, 1, 1, Given.Noon)) };
        var plan = cordoned.Plan(Policy, 1);
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.EndsWith("moves are paused", StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_is_made_active_once_and_that_is_seen()
    {
        var cluster = new Cluster().Node(Given.Node("a") with { Availability = Availability.Drain }).Node("b");
        cluster.Memory = Memory.Empty.With("1", "activate_node:a", "x");
        var plan = cluster.Plan(Policy);
        Assert.Equal(Availability.Active, Assert.Single(plan.Actions.OfType<SetAvailability>()).Availability);
        cluster.Memory = plan.Memory;
        Assert.Single(cluster.Plan(Policy, 1).Actions); // the write was lost
        var active = new Cluster().Node("a").Node("b");
        active.Memory = plan.Memory;
        Assert.Equal(("done", "a takes tasks"), End(active.Plan(Policy, 1)));
    }

    [Theory]
    [InlineData("activate_node:b", "done: b is active already")]
    [InlineData("activate_node:node", "refused: there is no node 'node'")]
    [InlineData("drain_node:bb", "refused: there is no node 'bb'; did you mean 'b'?")]
    public void What_needs_nothing_is_said(string text, string end)
    {
        var cluster = new Cluster().Node("a").Node("b");
        cluster.Memory = Memory.Empty.With("1", text, "x");
        var (outcome, says) = End(cluster.Plan(Policy));
        Assert.Equal(end, $"{outcome}: {says}");
    }

    private static (string Outcome, string Says) End(Plan plan) => (plan.Memory.Commands["1"].Outcome, plan.Memory.Commands["1"].Says);
}
