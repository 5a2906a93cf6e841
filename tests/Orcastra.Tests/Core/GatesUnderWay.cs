using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>One look at a hand-off that is under way: what is done about it, and what is not.</summary>
public sealed class GatesUnderWay
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "app"));

    [Fact]
    public void A_task_behind_an_open_gate_that_was_made_a_moment_ago_holds_no_rollout_up()
    {
        var cluster = PausedByItsOwner();
        Assert.Empty(cluster.Plan(Policy, secondsLater: 1).Actions.OfType<HandOffStep>());
    }

    [Fact]
    public void Nobody_is_brought_back_while_its_anchors_node_has_not_been_heard_of_since_a_change_of_leader()
    {
        var cluster = Gated(gates: 1, epoch: 1).Node(Given.Node("b") with { State = NodeState.Unknown }).Service(Given.Spec("db"), "b");
        var plan = cluster.Plan(Policy, secondsLater: 60);
        Assert.Null(plan.Memory.HandOffs.Values.Single().Undo);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("is starting elsewhere", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(-3600, false)]
    public void An_anchor_is_waited_for_a_moment_but_not_because_clocks_differ(int secondsLater, bool isWaitedFor)
    {
        var db = Given.Service(Given.Spec("db"));
        var cluster = Gated(gates: 1, epoch: 1).Node("b").Service(db).Task(Given.Task("db.1", db, 1, "b", TaskState.Starting));
        Assert.Equal(isWaitedFor, cluster.Plan(Policy, secondsLater).Memory.HandOffs.Values.Single().Undo is null);
    }

    [Fact]
    public void Where_a_stop_may_outlast_the_updaters_patience_the_swapped_gate_is_shut_at_first()
    {
        var cluster = Gated(gates: 1, epoch: 2, undo: "it failed", spec => spec with { StopGrace = TimeSpan.FromSeconds(70) }).Node("b").Service(Given.Spec("db"), "b");
        var plan = cluster.Plan(Policy, secondsLater: 10);
        Assert.DoesNotContain(plan.Actions, action => action is SetNodeLabel { Key: "orcastra.gate.g" });
        Assert.Contains(plan.Actions.OfType<HandOffStep>(), step => step.Edits.Contains(new SpecEdit.AddConstraint(Trace.GateConstraint("g", 2))));
    }

    [Fact]
    public void The_gate_of_a_global_service_goes_only_once_its_label_has_gone_elsewhere()
    {
        var app = Given.Spec("app", "node.labels.db == true", Trace.GateConstraint("g", 1)) with { Mode = ServiceMode.Global };
        var service = Given.Service(app.Labelled(Trace.Mark, "g"));
        var cluster = new Cluster().Node("a", "db").Node("b", "db", "orcastra.gate.g=1").Service(Given.Spec("db"), "b").Service(service, "b");
        cluster.Memory = Remembering(service, epoch: 1, undo: null, openedAt: Given.Noon);
        var plan = cluster.Plan(Policy, secondsLater: 20);
        Assert.Empty(plan.Actions.OfType<HandOffStep>());
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("is still on a", StringComparison.Ordinal));
    }

    [Fact]
    public void Moves_of_services_that_are_no_more_are_forgotten()
    {
        var cluster = new Cluster().Node("a", "db").Service(Given.Spec("db"), "a");
        cluster.Memory = Memory.Empty with { Dwells = Memory.Empty.Dwells.SetItem("gone", new(["id-a"], Given.Noon, 3)) };
        Assert.DoesNotContain("gone", cluster.Plan(Policy).Memory.Dwells.Keys);
    }

    [Fact]
    public void A_replica_of_the_anchor_that_fails_again_and_again_keeps_nobody_from_the_others()
    {
        var db = Given.Service(Given.Spec("db") with { Replicas = 2 });
        var failed = Given.Task("db.2", db, 2, "c", TaskState.Failed, TaskState.Shutdown) with { CreatedAt = Given.Noon.AddSeconds(-9) };
        var cluster = new Cluster().Node("a").Node("b", "db").Node("c").Service(db, "b").Task(failed)
            .Task(Given.Task("db.3", db, 2, "c", TaskState.Starting)).Service(Given.Spec("app"), "a");
        Assert.Contains(cluster.Plan(Policy).Actions, action => action is HandOffStep);
    }

    [Theory]
    [InlineData(+1, false)]
    [InlineData(-1, true)]
    public void A_dependent_elsewhere_is_older_than_its_anchor_by_when_it_was_made_whatever_its_nodes_clock_says(int madeAfter, bool isRestarted)
    {
        var (db, app) = (Given.Service(Given.Spec("db")), Given.Service(Given.Spec("app").Mounting("volume", "data")));
        var task = Given.Task("app.1", app, 1, "a") with { CreatedAt = Given.Noon.AddSeconds(madeAfter), StatusAt = Given.Noon.AddHours(-madeAfter) };
        var cluster = new Cluster().Node("a").Node("b", "db").Service(db, "b").Service(app).Task(task);
        cluster.Memory = Memory.Empty with { Adoptions = Memory.Empty.Adoptions.SetItem(db.Id, new(["before"])) };
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "app") with { RestartDependents = true }));
        Assert.Equal(isRestarted, plan.Memory.HandOffs.Values.Any(handOff => handOff.Purpose == HandOffPurpose.Restart));
    }

    [Fact]
    public void A_service_that_starts_first_is_not_restarted_where_it_does_not_fit_beside_itself()
    {
        var (db, spec) = (Given.Service(Given.Spec("db")), Given.Spec("app") with { MaxReplicasPerNode = 1 });
        var cluster = new Cluster().Node("b", "db").Service(db, "b").Service(spec with { Update = spec.Update with { StartFirst = true } }, "b");
        cluster.Memory = Memory.Empty with { Adoptions = Memory.Empty.Adoptions.SetItem(db.Id, new(["before"])) };
        cluster.Restarted(db);
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "app") with { RestartDependents = true }));
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("does not fit beside itself", StringComparison.Ordinal));
    }

    // Its owner has deployed it anew behind our gate, which is open on b; a task of the new deployment is about to be placed.
    private static Cluster PausedByItsOwner()
    {
        var service = Given.Service(Given.Spec("app", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g") with { UserHash = "new", Replicas = 2 }) with { UpdateState = UpdateState.Paused };
        var failed = Given.Task("app.0", service, 1, "b", TaskState.Failed, TaskState.Shutdown);
        var cluster = new Cluster().Node("a").Node("b", "db", "orcastra.gate.g=1").Service(Given.Spec("db"), "b").Service(service).Task(failed).Task(Given.Task("app.1", service, 1, "", TaskState.Pending));
        cluster.Memory = Remembering(service, epoch: 1, undo: null, openedAt: Given.Noon.AddSeconds(-60));
        return cluster;
    }

    // The old task has ended on a, the new one waits behind a gate that is shut.
    private static Cluster Gated(int gates, int epoch, string? undo = null, Func<ServiceSpec, ServiceSpec>? change = null)
    {
        var spec = Given.Spec("app", Trace.GateConstraint("g", gates)).Labelled(Trace.Mark, "g");
        var service = Given.Service(change?.Invoke(spec) ?? spec);
        var cluster = new Cluster().Node("a").Service(service).Task(Given.Task("app.1", service, 1, "", TaskState.Pending) with { CreatedAt = Given.Noon.AddSeconds(-30) });
        cluster.Memory = Remembering(service, epoch, undo, openedAt: null);
        return cluster;
    }

    private static Memory Remembering(Service service, int epoch, string? undo, DateTimeOffset? openedAt) => Memory.Empty with
    {
        HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new("g", service.Id, "db", HandOffPurpose.Move, epoch, ["id-a"], ["id-b"], "hash", 0, Given.Noon.AddSeconds(-90), Given.Noon.AddSeconds(-80), openedAt, openedAt, undo)),
    };
}
