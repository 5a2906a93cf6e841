using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Commands;

/// <summary>A restart that somebody asked for happens once, whoever dies in between, and over nothing that is under way.</summary>
public sealed class RestartsAsked
{
    private static readonly Policy Policy = Given.Policy();

    [Fact]
    public void The_counter_before_is_remembered_with_the_write_and_a_lost_write_is_made_again()
    {
        var first = Plan(Given.Service(Given.Spec("web")), Memory.Empty.With("1", "restart_service:web", "x"));
        Assert.Equal("0", first.Memory.Commands["1"].Prior);
        Assert.Equal([new SpecEdit.Force(1)], Assert.Single(first.Actions.OfType<RestartService>()).Edits);
        Assert.Single(Plan(Given.Service(Given.Spec("web")), first.Memory, 1).Actions);
    }

    [Theory]
    [InlineData(UpdateState.Updating, "")]
    [InlineData(UpdateState.Completed, "done")]
    [InlineData(UpdateState.Paused, "failed")]
    [InlineData(UpdateState.RollbackCompleted, "failed")]
    public void Once_the_counter_is_higher_nothing_is_written_and_Swarms_updater_decides(UpdateState state, string outcome)
    {
        var memory = Plan(Given.Service(Given.Spec("web")), Memory.Empty.With("1", "restart_service:web", "x")).Memory;
        var after = Plan(Given.Service(Given.Spec("web") with { ForceUpdate = 1 }) with { UpdateState = state }, memory, 1);
        Assert.Empty(after.Actions);
        Assert.Equal(outcome, after.Memory.Commands["1"].Outcome);
    }

    [Fact]
    public void One_that_does_not_come_up_fails_after_ten_minutes()
    {
        var memory = Plan(Given.Service(Given.Spec("web")), Memory.Empty.With("1", "restart_service:web", "x")).Memory;
        var updating = Given.Service(Given.Spec("web") with { ForceUpdate = 1 }) with { UpdateState = UpdateState.Updating };
        Assert.Equal("", Plan(updating, memory, 599).Memory.Commands["1"].Outcome);
        Assert.Equal("failed", Plan(updating, memory, 601).Memory.Commands["1"].Outcome);
    }

    [Fact]
    public void One_that_cannot_begin_is_refused_ten_minutes_after_it_first_could_not_however_long_ago_it_was_given()
    {
        var updating = Given.Service(Given.Spec("web")) with { UpdateState = UpdateState.Updating };
        var waiting = Plan(updating, Memory.Empty.With("1", "restart_service:web", "x"), 3600).Memory;
        Assert.Equal(("", "it waits for its owner's update, which is updating"), (waiting.Commands["1"].Outcome, waiting.Commands["1"].Says));
        Assert.Equal("", Plan(updating, waiting, 3600 + 599).Memory.Commands["1"].Outcome);
        var refused = Plan(updating, waiting, 3600 + 601).Memory.Commands["1"];
        Assert.Equal(("refused", "it could not be begun within 10 min: it waits for its owner's update, which is updating"), (refused.Outcome, refused.Says));
    }

    /// <summary>A forced update alone may land on any node that has fewer tasks.</summary>
    [Fact]
    public void A_dependent_is_held_where_it_is_while_it_restarts()
    {
        var policy = Given.Policy(Given.Anchor("db", "web"));
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a");
        cluster.Memory = Memory.Empty.With("1", "restart_service:web", "x");
        cluster.Memory = cluster.Plan(policy).Memory;
        var handOff = cluster.Memory.HandOffs.Values.Single();
        Assert.Equal(["id-a"], handOff.From);
        var gate = Trace.GateConstraint(handOff.Id, 1);
        var open = new Cluster().Node("a", "db", $"{Trace.GateLabel(handOff.Id)}=1").Node("b").Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a");
        open.Memory = cluster.Memory;
        var step = Assert.Single(open.Plan(policy, 1).Actions.OfType<RestartService>());
        Assert.Equal([new SpecEdit.Force(1), new SpecEdit.AddConstraint(gate), new SpecEdit.SetServiceLabel(Trace.Mark, handOff.Id)], step.Edits);
        var after = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(Given.Service(Given.Spec("web") with { ForceUpdate = 1 }), "a");
        after.Memory = cluster.Memory with { HandOffs = Memory.Empty.HandOffs };
        Assert.Equal("done", after.Plan(policy, 2).Memory.Commands["1"].Outcome);
        var takenBack = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a");
        takenBack.Memory = after.Memory;
        Assert.Equal("failed", takenBack.Plan(policy, 2).Memory.Commands["1"].Outcome);
        Assert.Empty(takenBack.Plan(policy, 2).Actions);
    }

    [Fact]
    public void It_waits_for_its_owners_update()
    {
        var plan = Plan(Given.Service(Given.Spec("web")) with { UpdateState = UpdateState.Updating }, Memory.Empty.With("1", "restart_service:web", "x"));
        Assert.Empty(plan.Actions);
        Assert.Equal("it waits for its owner's update, which is updating", plan.Memory.Commands["1"].Says);
    }

    /// <summary>Whatever its giver asks for next would wait behind it for ever.</summary>
    [Fact]
    public void An_update_that_only_its_owner_can_end_refuses_it()
    {
        var plan = Plan(Given.Service(Given.Spec("web")) with { UpdateState = UpdateState.Paused }, Memory.Empty.With("1", "restart_service:web", "x"));
        Assert.Equal("refused", plan.Memory.Commands["1"].Outcome);
        Assert.Empty(plan.Actions);
    }

    [Fact]
    public void A_stop_that_is_waited_for_is_watched_for_it_wakes_nobody()
    {
        var web = Given.Service(Given.Spec("web"));
        var cluster = new Cluster().Node("a").Service(web).Task(Given.Task("old", web, 1, "a", TaskState.Running, TaskState.Shutdown));
        cluster.Memory = Memory.Empty.With("1", "restart_service:web", "x");
        var plan = cluster.Plan(Policy);
        Assert.True(plan.IsMoving);
        Assert.Null(plan.Memory.Commands["1"].BegunAt);
    }

    [Fact]
    public void A_service_that_is_removed_meanwhile_fails_it()
    {
        var memory = Plan(Given.Service(Given.Spec("web")), Memory.Empty.With("1", "restart_service:web", "x")).Memory;
        var cluster = new Cluster().Node("a");
        cluster.Memory = memory;
        Assert.Equal("failed", cluster.Plan(Policy, 1).Memory.Commands["1"].Outcome);
    }

    private static Plan Plan(Service web, Memory memory, int secondsLater = 0)
    {
        var cluster = new Cluster().Node("a").Service(web, "a");
        cluster.Memory = memory;
        return cluster.Plan(Policy, secondsLater);
    }
}
