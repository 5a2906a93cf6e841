using Orcastra.Core.Commands;
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

    [Fact]
    public void A_node_that_is_gone_is_removed_by_membership_and_that_is_seen()
    {
        var gone = Members.Worker("b") with { State = NodeState.Down };
        var cluster = new Cluster().Node("a").Node(gone);
        cluster.Memory = Memory.Empty.With("1", "remove_node:b", "x");
        Assert.Empty(NodeRemoval.UnderWay(cluster.Memory)); // nothing before it is remembered
        var begun = cluster.Plan(Policy);
        Assert.Equal(["id-b"], NodeRemoval.UnderWay(begun.Memory));
        cluster.Memory = begun.Memory;
        Assert.Equal("", End(cluster.Plan(Policy, 5)).Outcome);
        var back = new Cluster().Node("a").Node("b");
        back.Memory = begun.Memory;
        Assert.Equal(("failed", "b is back, and stays"), End(back.Plan(Policy, 5)));
        var removed = new Cluster().Node("a");
        removed.Memory = begun.Memory;
        var ended = removed.Plan(Policy, 5);
        Assert.Equal(("done", "node id-b is removed"), End(ended));
        Assert.Empty(NodeRemoval.UnderWay(ended.Memory));
    }

    [Fact]
    public void Of_two_entries_of_one_machine_the_old_one_is_removed()
    {
        var cluster = new Cluster().Node("b").Node(Members.Worker("b") with { Id = "old", State = NodeState.Down });
        cluster.Memory = Memory.Empty.With("1", "remove_node:b", "x");
        Assert.Equal(["old"], NodeRemoval.UnderWay(cluster.Plan(Policy).Memory));
    }

    [Fact]
    public void What_is_there_is_not_removed_and_nothing_is_while_bootstrap_is_paused()
    {
        var down = Members.Worker("c") with { State = NodeState.Down };
        Assert.Contains("b is ready, and only a node that is down is removed", Refused(new Cluster().Node("a").Node("b").Node(down), "b"), StringComparison.Ordinal);
        var paused = new Cluster().Node("a").Node(down);
        paused.Memory = Memory.Empty with { Pauses = Memory.Empty.Pauses.SetItem("bootstrap", new(Given.Noon, "x")) };
        Assert.Contains("resume first", Refused(paused, "c"), StringComparison.Ordinal);

        static string Refused(Cluster cluster, string name)
        {
            cluster.Memory = cluster.Memory.With("1", $"remove_node:{name}", "x");
            var plan = cluster.Plan(Policy);
            Assert.Empty(NodeRemoval.UnderWay(plan.Memory));
            Assert.Equal("refused", End(plan).Outcome);
            return End(plan).Says;
        }
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
