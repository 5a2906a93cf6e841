using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>
/// The end of a stop sends no event, and the watch of wanted tasks does not see it. A loop that rested until its next
/// interval left the gate in the previous spec for a minute after a stack deploy in the middle of a hand-off.
/// </summary>
public sealed class StopsAreWatched
{
    private static readonly Service App = Given.Service(Given.Spec("app", "node.labels.db == true"));

    [Fact]
    public void A_trace_that_waits_for_a_stop_is_watched_closely()
    {
        var previous = App.Spec with { Constraints = App.Spec.Constraints.Add(Trace.GateConstraint("x-1", 1)) };
        var plan = WithApp(App with { PreviousSpec = previous }, on: "b").Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("still stopping", StringComparison.Ordinal));
        Assert.True(plan.IsMoving);
    }

    [Fact]
    public void A_gate_that_nobody_remembers_keeps_the_work_unfinished_until_its_old_task_has_ended()
    {
        var gated = App with { Spec = App.Spec with { Constraints = App.Spec.Constraints.Add(Trace.GateConstraint("x-1", 1)) } };
        var plan = WithApp(gated, on: "b").Plan(Given.Policy(Given.Anchor("db", "app")) with { MayBegin = false });
        Assert.Empty(plan.Actions);
        Assert.True(plan.IsUnfinished, "run --once or SIGTERM would leave the gate standing");
    }

    [Theory]
    [InlineData(UpdateState.Paused, true)]
    [InlineData(UpdateState.RollbackPaused, false)]
    [InlineData(UpdateState.RollbackStarted, false)]
    public void A_pause_of_our_own_keeps_no_trace_but_a_rollback_is_its_owners(UpdateState state, bool isCleaned)
    {
        var previous = App.Spec with { Constraints = App.Spec.Constraints.Add(Trace.GateConstraint("x-1", 1)) };
        var app = App with { PreviousSpec = previous, UpdateState = state };
        var cluster = new Cluster().Node("a", "db").Service(Given.Spec("db"), "a").Service(app, "a");
        Assert.Equal(isCleaned, cluster.Plan(Given.Policy(Given.Anchor("db", "app"))).Actions.OfType<HandOffStep>().Any(step => step.Edits.IsEmpty));
    }

    [Fact]
    public void A_hand_off_that_waits_for_a_stop_is_watched_closely_and_owes_nothing()
    {
        var plan = WithApp(App, on: "a").Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.False(plan.IsUnfinished);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("still stopping", StringComparison.Ordinal));
        Assert.True(plan.IsMoving);
    }

    private static Cluster WithApp(Service app, string on) => new Cluster()
        .Node("a", "db")
        .Node("b", "db")
        .Service(Given.Spec("db"), "b")
        .Service(app, on)
        .Task(Given.Task("app.old", app, 1, "a", TaskState.Running, TaskState.Shutdown));
}
