using Orcastra.Core.Planning;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using static Orcastra.Tests.Core.NodeToReboot;

namespace Orcastra.Tests.Core;

/// <summary>A reboot, step by step, and all the ways in which it does not come to its end.</summary>
public sealed class RebootsCourse
{
    [Fact]
    public void Its_machine_is_asked_before_anything_is_touched()
    {
        var cluster = Swarm().Remembering(At(RebootStage.Looking), isDrained: false);
        Assert.Equal((RebootStage.Looking, 0), (Of(cluster.Plan(MachineView.None)).Stage, cluster.Plan(MachineView.None).Memory.Drains.Count));
        var trouble = cluster.Plan(Says("", trouble: "refused"));
        Assert.Equal((RebootStage.Failed, "its machine cannot be reached: refused", true), (Of(trouble).Stage, Of(trouble).Reason, Of(trouble).IsOver));
        Assert.Empty(trouble.Actions);
        var known = cluster.Plan(Says(Before));
        Assert.Equal((RebootStage.Emptying, Before, DrainState.UnderWay), (Of(known).Stage, Of(known).PriorBootId, known.Memory.Drains["id-a"].State));
    }

    [Fact]
    public void Once_drained_it_is_recorded_as_sent_in_the_plan_that_sends_it()
    {
        var plan = Swarm(Availability.Drain).Remembering(At(RebootStage.Due)).Plan(Says(Before));
        Assert.Equal((RebootStage.Sent, Before, Given.Noon.AddSeconds(1)), (Of(plan).Stage, Of(plan).PriorBootId, Of(plan).SentAt));
        Assert.Equal(["a"], plan.Actions.OfType<RebootNode>().Select(action => action.Node.Hostname));
    }

    [Fact]
    public void What_was_sent_is_never_sent_again()
    {
        var cluster = Swarm(Availability.Drain).Remembering(At(RebootStage.Sent));
        Assert.All([1, 100, 599, 601], later => Assert.Empty(cluster.Plan(Says(Before, later), later).Actions.OfType<RebootNode>()));
    }

    [Fact]
    public void It_waits_for_tasks_that_stop_for_quorum_and_for_a_fresh_boot_id()
    {
        Assert.Contains("has not ended there yet", Waits(Swarm(Availability.Drain).Service(Given.Spec("web"), "a"), Says(Before)), StringComparison.Ordinal);
        Assert.Contains("which is no majority", Waits(new Cluster().Node(Manager("a") with { Availability = Availability.Drain }).Node(Manager("b")).Node(Manager("c") with { IsReachableManager = false }), Says(Before)), StringComparison.Ordinal);
        Assert.Contains("is asked for its boot ID", Waits(Swarm(Availability.Drain), Says(Before, secondsLater: -60)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Before, NodeState.Ready, false)]
    [InlineData(After, NodeState.Down, false)]
    [InlineData("", NodeState.Ready, false)]
    [InlineData(After, NodeState.Ready, true)]
    public void It_is_back_with_another_boot_id_and_ready(string bootId, NodeState state, bool isBack)
    {
        var plan = Swarm(Availability.Drain, state).Remembering(At(RebootStage.Sent)).Plan(Says(bootId));
        Assert.Equal(isBack ? RebootStage.Returning : RebootStage.Sent, Of(plan).Stage);
        Assert.Equal(isBack ? ["a active"] : [], NodeToDrain.Switches(plan));
    }

    [Fact]
    public void It_has_ended_once_its_availability_is_seen()
    {
        var plan = Swarm().Remembering(At(RebootStage.Returning)).Plan(Says(After));
        Assert.Equal((RebootStage.Done, true), (Of(plan).Stage, Of(plan).IsOver));
        Assert.Empty(plan.Memory.Drains);
    }

    [Theory]
    [InlineData(Before, NodeState.Ready, "its boot ID is still")]
    [InlineData(After, NodeState.Down, "the Swarm shows it as down")]
    [InlineData("", NodeState.Down, "its machine does not answer: gone")]
    public void What_is_not_back_in_time_fails_loudly_and_gets_its_availability_again(string bootId, NodeState state, string because)
    {
        var cluster = Swarm(Availability.Drain, state).Remembering(At(RebootStage.Sent));
        var plan = cluster.Plan(Says(bootId, 600, trouble: bootId.Length == 0 ? "gone" : ""), 600);
        Assert.Equal(RebootStage.Failed, Of(plan).Stage);
        Assert.Contains(because, Of(plan).Reason, StringComparison.Ordinal);
        Assert.Equal(["a active"], NodeToDrain.Switches(plan));
        var over = Swarm(state: state).Remembering(Of(plan)).Plan(MachineView.None, 601);
        Assert.True(Of(over).IsOver);
        Assert.Contains(over.Refusals, refusal => refusal is { IsWaiting: false, Subject: "a" } && refusal.Reason.StartsWith("its reboot failed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_drain_that_fails_is_the_end_of_it()
    {
        var cluster = Swarm(Availability.Pause).Remembering(At(RebootStage.Emptying), isDrained: false);
        cluster.Memory = cluster.Memory with { Drains = cluster.Memory.Drains.SetItem("id-a", new("id-a", Given.Noon, false, Availability.Active, 1, 1, Given.Noon) { State = DrainState.Failed, Reason = "no luck" }) };
        var plan = cluster.Plan(Says(Before));
        Assert.Equal((RebootStage.Failed, "no luck"), (Of(plan).Stage, Of(plan).Reason));
        Assert.Equal(["a active"], NodeToDrain.Switches(plan));
    }

    [Fact]
    public void Who_makes_the_node_active_meanwhile_is_heeded()
    {
        Assert.Equal(RebootStage.Failed, Of(Swarm().Remembering(At(RebootStage.Due)).Plan(Says(Before))).Stage);
        var sent = Swarm().Remembering(At(RebootStage.Sent)).Plan(Says(Before));
        Assert.Equal((RebootStage.Sent, Availability.Drain), (Of(sent).Stage, Of(sent).Prior));
    }

    [Fact]
    public void A_node_that_its_owner_has_drained_stays_drained()
    {
        var back = Swarm(Availability.Drain).Remembering(At(RebootStage.Sent, Availability.Drain), isDrained: false).Plan(Says(After));
        Assert.Equal((RebootStage.Done, 0), (Of(back).Stage, back.Actions.Length));
    }

    [Fact]
    public void What_was_not_sent_for_sure_is_due_again_and_what_failed_has_failed()
    {
        var memory = Swarm().Remembering(At(RebootStage.Sent)).Memory;
        Assert.Equal(RebootStage.Due, RebootPlanner.Note(memory, new("id-a", Given.Noon, null), Given.Noon).Reboots["id-a"].Stage);
        Assert.Equal("no", RebootPlanner.Note(memory, new("id-a", Given.Noon, "no"), Given.Noon).Reboots["id-a"].Reason);
        Assert.Same(memory, RebootPlanner.Note(memory, new("id-a", Given.Noon.AddSeconds(1), "no"), Given.Noon));
    }

    private static Reboot Of(Plan plan) => plan.Memory.Reboots["id-a"];

    private static string Waits(Cluster cluster, MachineView machines)
    {
        var plan = cluster.Remembering(At(RebootStage.Due)).Plan(machines);
        Assert.Equal(RebootStage.Due, Of(plan).Stage);
        Assert.Empty(plan.Actions.OfType<RebootNode>());
        return Assert.Single(plan.Refusals, refusal => refusal.Runner == Runner.Reboot).Reason;
    }
}
