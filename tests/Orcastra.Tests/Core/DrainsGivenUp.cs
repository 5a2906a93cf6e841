using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using static Orcastra.Tests.Core.NodeToDrain;

namespace Orcastra.Tests.Core;

/// <summary>A drain of node a that comes to no good end: the node is what it was before, and the record says why.</summary>
public sealed class DrainsGivenUp
{
    [Theory]
    [InlineData(Availability.Active, "a active")]
    [InlineData(Availability.Pause, "")]
    public void Without_progress_it_is_given_up_and_the_node_is_what_it_was(Availability prior, string expected)
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("files").Mounting("volume", "files"), "a"), prior);
        cluster.Memory = cluster.Plan(TwoGroups).Memory;
        Assert.Empty(Switches(cluster.Plan(TwoGroups, secondsLater: 599)));

        var plan = cluster.Plan(TwoGroups, secondsLater: 601);
        Assert.Equal(expected, string.Join(",", Switches(plan)));
        var drain = plan.Memory.Drains["id-a"];
        Assert.Equal((DrainState.Failed, prior == Availability.Pause), (drain.State, drain.IsOver));
        Assert.Contains("no progress for 10 minutes: files waits: its data in the volume files exists only", drain.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_makes_the_node_active_meanwhile_ends_it()
    {
        var cluster = Begun(Swarm());
        cluster.Memory = cluster.Plan(TwoGroups).Memory;
        var after = new Cluster { Memory = cluster.Memory with { HandOffs = Memory.Empty.HandOffs } }.Node("a").Node("b").Service(Given.Spec("db"), "a");
        var plan = after.Plan(TwoGroups);
        Assert.Empty(Switches(plan));
        Assert.Equal(("somebody has made the node active again", true), (plan.Memory.Drains["id-a"].Reason, plan.Memory.Drains["id-a"].IsOver));
        Assert.Empty(plan.Memory.HandOffs);
    }

    [Fact]
    public void What_its_owner_does_to_the_node_afterwards_is_not_undone()
    {
        var cluster = new Cluster().Node(Paused).Node("b");
        cluster.Memory = Holding(new Drain("id-a", Given.Noon, false, Availability.Active, 0, 0, Given.Noon) { State = DrainState.Failed, Reason = "why", EndedAt = Given.Noon, IsOver = true });
        Assert.Empty(cluster.Plan(TwoGroups).Actions);
        Assert.Empty(cluster.Plan(TwoGroups, secondsLater: 90000).Memory.Drains);
    }

    [Fact]
    public void A_cordon_is_not_lifted_where_that_would_kill_a_task()
    {
        var cluster = new Cluster().Node(Paused).Node("b").Service(Given.Spec("late", "node.hostname == b"), "a");
        cluster.Memory = Holding(new Drain("id-a", Given.Noon, false, Availability.Active, 0, 0, Given.Noon) { State = DrainState.Failed, Reason = "why", EndedAt = Given.Noon });
        var plan = cluster.Plan(TwoGroups);
        Assert.Empty(Switches(plan));
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("stays pause until task late.1", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_leaves_begins_nothing_and_the_next_one_goes_on()
    {
        Assert.Empty(Begun(Swarm(Availability.Active)).Plan(TwoGroups with { MayBegin = false }).Actions);
        var plan = Begun(Swarm()).Plan(TwoGroups with { MayBegin = false });
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Equal(DrainState.UnderWay, plan.Memory.Drains["id-a"].State);
    }

    [Fact]
    public void Released_it_gives_the_node_back() =>
        Assert.Equal(["a active"], Switches(Begun(Swarm()).Plan(new Policy { HeedsServiceLabels = false })));

    [Fact]
    public void A_node_that_has_left_is_forgotten()
    {
        var cluster = new Cluster().Node("b");
        cluster.Memory = Holding(new Drain("id-a", Given.Noon, false, Availability.Active, 0, 0, Given.Noon));
        Assert.Empty(cluster.Plan(TwoGroups).Memory.Drains);
    }
}
