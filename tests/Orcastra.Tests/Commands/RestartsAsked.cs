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
    public void It_waits_for_its_owners_update()
    {
        var plan = Plan(Given.Service(Given.Spec("web")) with { UpdateState = UpdateState.Updating }, Memory.Empty.With("1", "restart_service:web", "x"));
        Assert.Empty(plan.Actions);
        Assert.Equal("it waits for its owner's update, which is updating", plan.Memory.Commands["1"].Says);
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
