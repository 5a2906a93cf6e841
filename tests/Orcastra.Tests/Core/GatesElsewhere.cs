using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>Hand-offs whose target is no longer the right one, whose slots Swarm has filled twice, and gates that shut out every node.</summary>
public sealed class GatesElsewhere
{
    private const string Label = "orcastra.gate.g";

    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "app"));

    [Theory]
    [InlineData(NodeState.Ready, false)]
    [InlineData(NodeState.Down, true)]
    public void A_hand_off_that_turns_elsewhere_takes_its_gate_label_only_from_a_node_that_is_gone(NodeState state, bool isTaken)
    {
        var app = Gated();
        var cluster = new Cluster().Node(Given.Node("b", Label + "=1") with { State = state }).Node("c", "db").Service(Given.Spec("db"), "c")
            .Service(app).Task(Given.Task("app.1", app, 1, "", TaskState.Pending));
        cluster.Memory = Remembering(app, "id-b");
        var actions = cluster.Plan(Policy, secondsLater: 3).Actions;
        Assert.Contains(actions, action => action is SetNodeLabel { Key: Label, Node.Hostname: "c" });
        Assert.Equal(isTaken, actions.Any(action => action is RemoveNodeLabel { Key: Label, Node.Hostname: "b" }));
    }

    [Theory]
    [InlineData(Availability.Active, true)]
    [InlineData(Availability.Drain, false)]
    public void What_a_drain_breaks_off_on_the_target_has_not_failed_there(Availability availability, bool isBroughtBack)
    {
        var app = Gated();
        var brokenOff = Given.Task("app.1", app, 1, "b", TaskState.Failed, TaskState.Shutdown) with { Error = "starting container failed: context canceled" };
        var cluster = new Cluster().Node("a").Node(Given.Node("b", "db", Label + "=1") with { Availability = availability }).Service(Given.Spec("db"))
            .Service(app).Task(brokenOff).Task(Given.Task("app.2", app, 1, "", TaskState.Pending));
        cluster.Memory = Remembering(app, "id-b");
        Assert.Equal(isBroughtBack, cluster.Plan(Policy, secondsLater: 1).Memory.HandOffs[app.Id].Undo is not null);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void A_service_with_two_tasks_in_one_slot_is_not_brought_back(int slotOfTheSecond, bool isLeft)
    {
        var app = Gated(spec => spec with { Replicas = 2 });
        var cluster = new Cluster().Node("a").Node("b", "db", Label + "=1").Service(Given.Spec("db"), "b").Service(app)
            .Task(Given.Task("app.2", app, 2, "b")).Task(Given.Task("app.3", app, slotOfTheSecond, "", TaskState.Pending));
        cluster.Memory = Remembering(app, "id-b");
        var plan = cluster.Plan(Policy, secondsLater: 30);
        Assert.Equal(isLeft, plan.Actions.OfType<HandOffStep>().Any(step => step.Edits.Any(edit => edit is SpecEdit.RemoveConstraints)));
        Assert.Equal(!isLeft, plan.Memory.HandOffs[app.Id].Undo is not null);
    }

    [Fact]
    public void What_has_ended_by_its_own_restart_policy_is_not_waited_for_once_the_update_has_completed()
    {
        var app = Gated(spec => spec with { Replicas = 2 }) with { UpdateState = UpdateState.Completed };
        var cluster = new Cluster().Node("a").Node("b", "db", Label + "=1").Service(Given.Spec("db"), "b").Service(app).Task(Given.Task("app.2", app, 2, "b"));
        cluster.Memory = Remembering(app, "id-b");
        Assert.NotNull(cluster.Plan(Policy, secondsLater: 3).Memory.HandOffs[app.Id].RunningSince);
    }

    [Theory]
    [InlineData(ServiceMode.Global, true)]
    [InlineData(ServiceMode.Replicated, false)]
    public void A_forgotten_gate_that_shuts_a_global_service_out_everywhere_is_taken_away_though_its_rollback_goes_on(ServiceMode mode, bool isTaken)
    {
        var app = Gated(spec => spec with { Mode = mode }) with { UpdateState = UpdateState.RollbackStarted };
        var plan = new Cluster().Node("a").Service(app).Plan(Policy);
        Assert.Equal(isTaken, plan.Actions.OfType<HandOffStep>().Any());
    }

    /// <summary>Two of three replicas have restarted, the third fits nowhere: taken back, the restart would end those two a second time.</summary>
    [Theory]
    [InlineData(NodeState.Ready, false)]
    [InlineData(NodeState.Unknown, false)]
    [InlineData(NodeState.Down, true)]
    public void A_restart_is_not_taken_back_where_one_came_up_even_if_its_node_is_not_heard_of_just_now(NodeState state, bool isTakenBack)
    {
        var app = Gated(spec => spec with { Replicas = 2, ForceUpdate = 1 }) with { UpdateState = UpdateState.Completed };
        var cluster = new Cluster().Node(Given.Node("a", Label + "=1") with { State = state }).Node("b", "db").Service(Given.Spec("db"), "b")
            .Service(app).Task(Given.Task("app.1", app, 1, "a")).Task(Given.Task("app.2", app, 2, "", TaskState.Pending));
        var memory = Remembering(app, "id-a");
        cluster.Memory = memory with { HandOffs = memory.HandOffs.SetItem(app.Id, memory.HandOffs[app.Id] with { Purpose = HandOffPurpose.Restart, ForceUpdate = 1 }) };
        var step = Assert.Single(cluster.Plan(Policy, secondsLater: 30).Actions.OfType<HandOffStep>());
        Assert.Contains(new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix), step.Edits);
        Assert.Equal(isTakenBack, step.Edits.Contains(new SpecEdit.Force(0)));
    }

    private static Service Gated(Func<ServiceSpec, ServiceSpec>? change = null)
    {
        var spec = Given.Spec("app", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g");
        return Given.Service(change?.Invoke(spec) ?? spec);
    }

    private static Memory Remembering(Service service, string target) => Memory.Empty with
    {
        HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new("g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a"], [target], "hash", 0, Given.Noon.AddSeconds(-90), Given.Noon.AddSeconds(-80), Given.Noon, null, null)),
    };
}
