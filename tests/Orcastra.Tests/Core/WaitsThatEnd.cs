using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>Waits that must end, and moves that must not begin since they would have to wait for somebody who never ends it.</summary>
public sealed class WaitsThatEnd
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "web", "app"));

    [Fact]
    public void A_global_service_whose_gate_could_never_be_opened_does_not_wait_for_ever_behind_it()
    {
        var web = Gated(Global("web"));
        var cluster = Blocked(new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "b").Service(web), "b");
        cluster.Memory = Remembering(web, gatedAt: -80);
        var policy = Policy.WithNode("a", "db"); // whose label stays there
        Assert.Contains(cluster.Plan(policy).Actions.OfType<HandOffStep>(), step => step.Edits.Any(edit => edit is SpecEdit.RemoveConstraints));
    }

    [Fact]
    public void A_global_follower_is_not_moved_while_another_cannot_be_kept_from_the_label_it_needs()
    {
        var app = Given.Service(Global("app")) with { UpdateState = UpdateState.Updating };
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(Global("web"), "a").Service(app, "a");
        Assert.Empty(cluster.Plan(Policy).Memory.HandOffs);
    }

    [Fact]
    public void Two_global_followers_are_not_kept_waiting_for_each_other()
    {
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(Global("web"), "a").Service(Global("app"), "a");
        Assert.NotEmpty(cluster.Plan(Policy).Memory.HandOffs);
    }

    [Fact]
    public void A_gate_does_not_open_with_a_label_that_would_start_a_global_follower_beside_itself()
    {
        var web = Gated(Global("web"));
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(web).Service(Global("app"), "a");
        cluster.Memory = Remembering(web, gatedAt: -2);
        Assert.DoesNotContain(cluster.Plan(Policy).Actions, action => action is SetNodeLabel { Key: "db" });
    }

    [Fact]
    public void Nor_is_what_was_down_started_again_with_such_a_label()
    {
        var app = Given.Service(Given.Spec("app", "node.labels.db == true") with { Restart = new(RestartCondition.Any, 1, TimeSpan.Zero) });
        var failed = Given.Task("app.1", app, 1, "a", TaskState.Failed) with { CreatedAt = Given.Noon.AddSeconds(-60), StatusAt = Given.Noon.AddSeconds(-50) };
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(Global("web"), "a").Service(app).Task(failed);
        Assert.DoesNotContain(cluster.Plan(Policy).Actions, action => action is SetNodeLabel { Key: "db" });
    }

    [Fact]
    public void The_gate_of_a_global_follower_stays_while_another_still_needs_the_label_where_it_was()
    {
        var (web, app) = (Gated(Global("web")), Given.Service(Given.Spec("app", "node.labels.db == true") with { Replicas = 2 }));
        var cluster = new Cluster().Node("a", "db").Node("b", "db", "orcastra.gate.g=1").Service(Given.Spec("db"), "b").Service(app, "a", "a").Service(web).Task(Given.Task("web.1", web, 0, "b"));
        cluster.Memory = Remembering(web, gatedAt: -80);
        var hands = cluster.Memory.HandOffs.SetItem(web.Id, cluster.Memory.HandOffs[web.Id] with { OpenedAt = Given.Noon.AddSeconds(-70), RunningSince = Given.Noon.AddSeconds(-70) });
        cluster.Memory = cluster.Memory with { HandOffs = hands.SetItem(app.Id, hands[web.Id] with { Id = "h", ServiceId = app.Id, From = ["id-a", "id-a"], GatedAt = null, OpenedAt = null, RunningSince = null }) };
        Assert.DoesNotContain(cluster.Plan(Policy).Actions.OfType<HandOffStep>(), step => step.Service.Name == "web");
    }

    [Fact]
    public void A_dependent_does_not_wait_behind_its_gate_for_an_anchor_that_fails_again_and_again()
    {
        var (db, app) = (Given.Service(Given.Spec("db")), Gated(Given.Spec("app")));
        var failed = Given.Task("db.1", db, 1, "b", TaskState.Failed, TaskState.Shutdown) with { CreatedAt = Given.Noon.AddSeconds(-6) };
        var cluster = new Cluster().Node("a").Node("b", "db").Service(db).Task(failed).Task(Given.Task("db.2", db, 1, "b", TaskState.Starting))
            .Service(app).Task(Given.Task("app.1", app, 1, "", TaskState.Pending));
        cluster.Memory = Remembering(app, gatedAt: -80);
        Assert.NotNull(cluster.Plan(Policy, secondsLater: 1).Memory.HandOffs[app.Id].Undo);
    }

    [Fact]
    public void A_service_that_is_down_does_not_wait_for_a_node_that_it_can_do_without()
    {
        var db = Given.Service(Given.Spec("db") with { Restart = new(RestartCondition.Any, 1, TimeSpan.Zero) });
        var failed = Given.Task("db.1", db, 1, "a", TaskState.Failed) with { CreatedAt = Given.Noon.AddSeconds(-60), StatusAt = Given.Noon.AddSeconds(-50) };
        var plan = Blocked(new Cluster().Node("a").Node("b").Node("c").Service(db).Task(failed), "c").Plan(Policy);
        Assert.Equal(["a", "b"], plan.Actions.OfType<SetNodeLabel>().Select(set => set.Node.Hostname).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_dependent_does_not_wait_for_a_global_follower_where_the_label_is_already()
    {
        var (web, app) = (Given.Service(Global("web")), Given.Service(Given.Spec("app", "node.labels.db == true")));
        var cluster = new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "b").Service(web, "a").Service(app, "a");
        cluster.Memory = Memory.Empty with { Attempts = Memory.Empty.Attempts.SetItem(web.Id, new(4, Given.Noon.AddSeconds(-300), Given.Noon.AddSeconds(-700), "hash/id-b", "it failed")) };
        Assert.Equal([app.Id], cluster.Plan(Policy).Memory.HandOffs.Keys);
    }

    [Fact]
    public void Nobody_is_moved_to_a_node_whose_labels_must_not_be_written_to()
    {
        var plan = Blocked(new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(Given.Spec("app"), "a"), "b").Plan(Policy);
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "app" && refusal.Reason.Contains("must not be written to", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_is_on_its_way_is_not_brought_back_at_once_where_a_task_on_the_target_is_only_about_to_be_stopped()
    {
        var app = Gated(Given.Spec("app", "node.labels.db == true"));
        var cluster = Blocked(new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(app).Task(Given.Task("app.1", app, 1, "", TaskState.Pending)), "b");
        cluster.Memory = Remembering(app, gatedAt: -2);
        Assert.Null(cluster.Plan(Policy).Memory.HandOffs[app.Id].Undo);
    }

    [Fact]
    public void A_global_follower_of_an_anchor_that_is_itself_bound_to_the_label_runs_wherever_its_owner_has_set_it()
    {
        var cluster = new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db", "node.labels.db == true"), "b").Service(Global("web"), "a", "b");
        Assert.Empty(cluster.Plan(Policy).Memory.HandOffs);
    }

    [Fact]
    public void A_replica_of_the_anchor_that_failed_and_comes_back_is_still_a_return()
    {
        var db = Given.Service(Given.Spec("db") with { Replicas = 2 });
        var failed = Given.Task("db.2", db, 2, "b", TaskState.Failed, TaskState.Shutdown) with { CreatedAt = Given.Noon.AddSeconds(-9) };
        var cluster = new Cluster().Node("a", "db").Node("b", "db").Service(db, "a").Task(failed).Task(Given.Task("db.3", db, 2, "b", TaskState.Starting)).Service(Given.Spec("app"), "a");
        cluster.Memory = Memory.Empty with { Adoptions = Memory.Empty.Adoptions.SetItem(db.Id, new(["db.1", "db.2"])) };
        Assert.Contains("db.2", cluster.Plan(Policy).Memory.Adoptions[db.Id].TaskIds);
    }

    [Fact]
    public void What_is_down_is_started_again_however_far_ahead_its_nodes_clock_is()
    {
        var db = Given.Service(Given.Spec("db") with { Restart = new(RestartCondition.Any, 1, TimeSpan.Zero) });
        var failed = Given.Task("db.1", db, 1, "a", TaskState.Failed) with { CreatedAt = Given.Noon.AddSeconds(-60), StatusAt = Given.Noon.AddHours(1) };
        Assert.NotEmpty(new Cluster().Node("a").Node("b").Service(db).Task(failed).Plan(Policy).Memory.HandOffs);
    }

    [Fact]
    public void Attempts_are_forgotten_however_far_ahead_a_nodes_clock_is()
    {
        var app = Given.Service(Given.Spec("app"));
        var running = Given.Task("app.1", app, 1, "a") with { CreatedAt = Given.Noon.AddSeconds(-300), StatusAt = Given.Noon.AddHours(1) };
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(app).Task(running);
        cluster.Memory = Memory.Empty with { Attempts = Memory.Empty.Attempts.SetItem(app.Id, new(1, Given.Noon.AddSeconds(-310), Given.Noon.AddSeconds(-310), "hash/id-a", "it failed")) };
        Assert.Empty(cluster.Plan(Policy).Memory.Attempts);
    }

    private static ServiceSpec Global(string name) => Given.Spec(name, "node.labels.db == true") with { Mode = ServiceMode.Global };

    private static Service Gated(ServiceSpec spec) => Given.Service(
        spec.Labelled(Trace.Mark, "g") with { Constraints = spec.Constraints.Add(Trace.GateConstraint("g", 1)) });

    // Somebody's rollout has paused, and left a task where its owner does not want it any more.
    private static Cluster Blocked(Cluster cluster, string node) =>
        cluster.Service(Given.Service(Given.Spec("other", $"node.hostname != {node}")) with { UpdateState = UpdateState.Paused }, node);

    private static Memory Remembering(Service service, int gatedAt) => Memory.Empty with
    {
        HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new(
            "g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon.AddSeconds(gatedAt), Given.Noon.AddSeconds(gatedAt), null, null, null)),
    };
}
