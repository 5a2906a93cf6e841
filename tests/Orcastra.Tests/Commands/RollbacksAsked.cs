using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Commands;

/// <summary>A rollback that somebody asked for brings back what was deployed before, once, and over nothing that is under way.</summary>
public sealed class RollbacksAsked
{
    private static readonly Policy Policy = Given.Policy();
    private static readonly ServiceSpec Old = Given.Spec("web") with { UserHash = "old" };
    private static readonly ServiceSpec New = Given.Spec("web") with { UserHash = "new" };
    private static readonly Memory Asked = Memory.Empty.With("1", "rollback_service:web", "x");
    private static readonly Memory Kept = Asked with { Kept = Memory.Empty.Kept.Add(Given.IdOf("web"), new("old", "new", Given.Noon)) };

    [Fact]
    public void The_engine_rolls_back_where_its_previous_spec_is_the_owners()
    {
        var plan = Plan(Deployed(), Kept with { Kept = Kept.Kept.SetItem(Given.IdOf("web"), new("older", "new", Given.Noon)) });
        Assert.Equal("", Assert.Single(plan.Actions.OfType<RollBackService>()).KeptHash);
        Assert.Equal("new 1 old 0", plan.Memory.Commands["1"].Prior);
    }

    [Fact]
    public void What_was_kept_comes_back_where_a_write_of_ours_has_replaced_it()
    {
        var plan = Plan(Overwritten(), Kept);
        Assert.Equal("old", Assert.Single(plan.Actions.OfType<RollBackService>()).KeptHash);
        Assert.Equal("new 1 old 0", plan.Memory.Commands["1"].Prior);
    }

    [Theory]
    [InlineData("old", "other", "there is nothing to roll web back to")]
    [InlineData("", "new", "too large to be kept (more than 256 KiB)")]
    public void Without_anything_that_was_before_the_present_deploy_it_is_refused(string kept, string precedes, string because)
    {
        var plan = Plan(Overwritten(), Asked with { Kept = Memory.Empty.Kept.Add(Given.IdOf("web"), new(kept, precedes, Given.Noon)) });
        Refused(plan, because);
        Refused(Plan(Given.Service(New), Asked), "there is nothing to roll web back to");
    }

    [Fact]
    public void What_is_none_is_paused_or_is_a_job_is_refused()
    {
        Refused(Plan(Deployed(), Memory.Empty.With("1", "rollback_service:wev", "x")), "there is no service 'wev'; did you mean 'web'?");
        Refused(Plan(Deployed(), Asked with { Pauses = Memory.Empty.Pauses.Add("dependents", new(Given.Noon, "x")) }), "resume first");
        Refused(Plan(Given.Service(New with { Mode = ServiceMode.ReplicatedJob }) with { PreviousSpec = Old }, Asked), "is a job");
    }

    [Theory]
    [InlineData(UpdateState.Updating, "it waits for the service's update, which is updating")]
    [InlineData(UpdateState.RollbackStarted, "it waits for the service's update, which is rollbackstarted")]
    [InlineData(UpdateState.Paused, "it is rolled back")]
    public void An_update_that_goes_on_is_waited_for_and_one_that_has_stopped_is_not(UpdateState state, string says)
    {
        var plan = Plan(Deployed() with { UpdateState = state }, Asked);
        Assert.Equal(says, plan.Memory.Commands["1"].Says);
        Assert.Equal(state == UpdateState.Paused, plan.Actions.Length == 1);
        Assert.Equal(state == UpdateState.Paused ? "failed" : "refused", Plan(Deployed() with { UpdateState = state }, plan.Memory, 611).Memory.Commands["1"].Outcome);
    }

    /// <summary>Swarm's updater waits for it for ever; docker service rollback is what its owner would ask for.</summary>
    [Fact]
    public void An_update_that_no_node_takes_is_rolled_back_once_that_is_sure()
    {
        var web = Deployed() with { UpdateState = UpdateState.Updating };
        var cluster = new Cluster().Node("a").Service(web).Task(Given.Task("new", web, 1, "", TaskState.Pending, TaskState.Running));
        cluster.Memory = Asked;

        var soon = cluster.Plan(Policy, 5);
        Assert.Empty(soon.Actions);
        Assert.Equal("it waits for the service's update, which is updating", soon.Memory.Commands["1"].Says);
        Assert.Equal(Given.Noon.AddSeconds(15), soon.LookAgainAt);
        cluster.Memory = soon.Memory;
        Assert.IsType<RollBackService>(Assert.Single(cluster.Plan(Policy, 16).Actions));

        cluster.Task(Given.Task("other", web, 2, "a", TaskState.Preparing, TaskState.Running));
        Assert.Empty(cluster.Plan(Policy, 16).Actions);
    }

    /// <summary>A second rollback would go forward again, to what no node took.</summary>
    [Fact]
    public void A_rollback_of_Swarms_own_that_no_node_takes_is_left_alone()
    {
        var web = Deployed() with { UpdateState = UpdateState.RollbackStarted };
        var cluster = new Cluster().Node("a").Service(web).Task(Given.Task("old", web, 1, "", TaskState.Pending, TaskState.Running));
        cluster.Memory = Asked;
        Assert.Empty(cluster.Plan(Policy, 16).Actions);
    }

    /// <summary>Carried out all the same, it would undo what its owner has just done by hand.</summary>
    [Fact]
    public void Who_has_rolled_back_by_hand_while_it_waited_is_not_rolled_forward()
    {
        var waiting = Plan(Deployed() with { UpdateState = UpdateState.Updating }, Asked);
        Refused(Plan(Given.Service(Old) with { PreviousSpec = New }, waiting.Memory, 5), "while this waited, and that stays");
        Assert.Single(Plan(Deployed(), waiting.Memory, 5).Actions.OfType<RollBackService>());
    }

    [Fact]
    public void A_hand_off_a_gate_and_a_stop_are_waited_for()
    {
        var gate = Given.Spec("web", Trace.GateConstraint("h", 1)) with { UserHash = "old" };
        Assert.Contains("a gate of an earlier hand-off", Plan(Given.Service(New) with { PreviousSpec = gate }, Asked).Memory.Commands["1"].Says, StringComparison.Ordinal);
        var web = Deployed();
        var cluster = new Cluster().Node("a").Service(web).Task(Given.Task("old", web, 1, "a", TaskState.Running, TaskState.Shutdown));
        cluster.Memory = Asked;
        var plan = cluster.Plan(Policy);
        Assert.True(plan.IsMoving);
        Assert.Contains("which still stops", plan.Memory.Commands["1"].Says, StringComparison.Ordinal);
        Assert.Empty(plan.Actions);
    }

    [Fact]
    public void A_write_that_was_lost_is_made_again_but_not_once_anybody_has_written_since()
    {
        var memory = Plan(Overwritten(), Kept).Memory;
        Assert.Single(Plan(Overwritten(), memory, 1).Actions);
        var after = Plan(Overwritten() with { Version = 2 }, memory, 1);
        Assert.Empty(after.Actions);
        Assert.Equal("failed", after.Memory.Commands["1"].Outcome);
    }

    /// <summary>The second rollback would bring the newer spec back.</summary>
    [Fact]
    public void Once_it_has_been_seen_it_is_never_written_again()
    {
        var memory = Plan(Overwritten(), Kept).Memory;
        var back = Given.Service(Old, 2) with { PreviousSpec = New, UpdateState = UpdateState.Updating };
        var seen = Plan(back, memory, 1);
        Assert.Empty(seen.Actions);
        var again = Plan(Given.Service(New, 3) with { PreviousSpec = Old }, seen.Memory, 2);
        Assert.Empty(again.Actions);
        Assert.Equal("failed", again.Memory.Commands["1"].Outcome);
        var other = Plan(Given.Service(Old with { UserHash = "third" }, 3), memory, 2);
        Assert.Empty(other.Actions);
        Assert.Contains("has deployed something else meanwhile", other.Memory.Commands["1"].Says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UpdateState.Updating, 9, "")]
    [InlineData(UpdateState.Completed, 2, "done")]
    [InlineData(UpdateState.RollbackCompleted, 2, "done")]
    [InlineData(UpdateState.None, 2, "")]
    [InlineData(UpdateState.None, 9, "done")]
    [InlineData(UpdateState.Paused, 2, "failed")]
    [InlineData(UpdateState.RollbackPaused, 2, "failed")]
    public void Swarms_updater_decides_how_it_ends(UpdateState state, int seconds, string outcome)
    {
        var back = Given.Service(Old, 2) with { PreviousSpec = New, UpdateState = state };
        var seen = Plan(back, Plan(Overwritten(), Kept).Memory, 1);
        Assert.Equal(outcome, Plan(back, seen.Memory, seconds).Memory.Commands["1"].Outcome);
    }

    [Fact]
    public void What_the_engine_or_the_kept_object_does_not_allow_fails_with_the_reason()
    {
        var plan = Plan(Overwritten(), Kept);
        var rejected = RejectedWrites.Note(plan.Memory, Assert.Single(plan.Actions), "its network is gone", Given.Noon);
        var after = Plan(Overwritten(), rejected, 1);
        Assert.Empty(after.Actions);
        Assert.Equal(("failed", "it could not be rolled back: its network is gone"), (after.Memory.Commands["1"].Outcome, after.Memory.Commands["1"].Says));
    }

    [Fact]
    public void No_hand_off_of_the_service_begins_before_its_end()
    {
        var policy = Given.Policy(Given.Anchor("db", "web"));
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(Overwritten(), "b");
        cluster.Memory = Kept;
        var plan = cluster.Plan(policy);
        Assert.IsType<RollBackService>(Assert.Single(plan.Actions));
        Assert.Empty(plan.Memory.HandOffs);
        cluster.Memory = plan.Memory with { Commands = plan.Memory.Commands.SetItem("1", plan.Memory.Commands["1"] with { EndedAt = Given.Noon }) };
        Assert.Single(cluster.Plan(policy, 1).Memory.HandOffs);
    }

    private static Service Deployed() => Given.Service(New) with { PreviousSpec = Old };

    private static Service Overwritten() => Given.Service(New) with { PreviousSpec = New };

    private static void Refused(Plan plan, string because)
    {
        Assert.Empty(plan.Actions);
        Assert.Equal("refused", plan.Memory.Commands["1"].Outcome);
        Assert.Contains(because, plan.Memory.Commands["1"].Says, StringComparison.Ordinal);
    }

    private static Plan Plan(Service web, Memory memory, int secondsLater = 0)
    {
        var cluster = new Cluster().Node("a").Service(web, "a");
        cluster.Memory = memory;
        return cluster.Plan(Policy, secondsLater);
    }
}
