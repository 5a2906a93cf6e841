using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Faults;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Issues;

/// <summary>Where Swarm's updater stopped half-way, and Orcastra waited for ever for the other half.</summary>
public sealed class HalfDone
{
    /// <summary>The new task was to start first, on the port that the old one had: neither ever gave way.</summary>
    [Fact]
    public void A_global_service_was_restarted_beside_itself_on_one_port() => Holds(
        [
            new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] },
            new PlannedService { Name = "web", IsGlobal = true, Constraints = ["node.labels.db == true"], HostPort = 8010, StartsFirst = true },
        ],
        [Entry("db", "web") with { RestartDependents = true }],
        [At(20, new Crash("db", 1)), At(40, new StartOrcastra(3))]);

    /// <summary>Its old tasks took 5 s to stop and held the port. The new ones were taken for stuck, and were down for a minute for that.</summary>
    [Fact]
    public void Tasks_that_waited_for_the_port_of_what_still_stopped_were_taken_for_stuck() => Holds(
        [
            new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] },
            new PlannedService { Name = "web", IsGlobal = true, StopSeconds = 7, Parallelism = 0, MonitorSeconds = 1, HostPort = 8011 },
        ],
        [Entry("db", "web") with { RestartDependents = true }],
        [At(20, new Crash("db", 1)), At(60, new StartOrcastra(3))]);

    /// <summary>
    /// The target died, the update paused for that, and the hand-off turned to a node where one replica ran already: it was up
    /// twice there, the other one stayed where it was, and nobody went on.
    /// </summary>
    [Fact]
    public void A_paused_update_that_left_a_replica_outside_of_the_gate_is_turned_back()
    {
        var service = Given.Service(Given.Spec("web", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g") with { Replicas = 2 }) with { UpdateState = UpdateState.Paused };
        var cluster = new Cluster().Node("a").Node("b", "db", "orcastra.gate.g=1").Service(Given.Spec("db"), "b").Service(service)
            .Task(Given.Task("new", service, 1, "b")).Task(Given.Task("old", service, 2, "a") with { Constraints = [] });
        cluster.Memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new("g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a", "id-a"], ["id-b"], "hash", 0, Given.Noon.AddSeconds(-9), Given.Noon.AddSeconds(-8), Given.Noon.AddSeconds(-7), null, null)),
        };
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "web")));
        Assert.Contains("has paused", plan.Memory.HandOffs.Values.Single().Undo, StringComparison.Ordinal);
    }

    /// <summary>A restart was recorded, its gate label set, and then it waited for its owner's rollback, which had paused for good.</summary>
    [Theory]
    [InlineData(UpdateState.RollbackPaused)]
    [InlineData(UpdateState.Updating)]
    public void A_restart_was_begun_in_the_middle_of_its_owners_rollout(UpdateState state)
    {
        var (db, web) = (Given.Service(Given.Spec("db")), Given.Service(Given.Spec("web")) with { UpdateState = state });
        var cluster = new Cluster().Node("b", "db").Service(db, "b").Service(web, "b");
        cluster.Memory = Memory.Empty with { Adoptions = Memory.Empty.Adoptions.SetItem(db.Id, new(["before"])) };
        cluster.Restarted(db);
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "web") with { RestartDependents = true }));
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal is { Subject: "web", IsWaiting: true });
        Assert.Equal(["before"], plan.Memory.Adoptions[db.Id].TaskIds);
    }

    /// <summary>
    /// A rollout that its owner had left paused kept a task where its constraint did not want it: a label on that node would have
    /// killed it. What was to be let in there was down for as long.
    /// </summary>
    [Theory]
    [InlineData(20, false)]
    [InlineData(30, true)]
    public void What_cannot_be_let_in_beside_a_paused_rollout_is_brought_back(int gatedFor, bool isBroughtBack)
    {
        var service = Given.Service(Given.Spec("web", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g"));
        var other = Given.Service(Given.Spec("other", "node.hostname == c")) with { UpdateState = UpdateState.Paused };
        var cluster = new Cluster().Node("a").Node("b", "db").Node("c").Service(Given.Spec("db"), "b").Service(other, "b")
            .Service(service).Task(Given.Task("new", service, 1, "", TaskState.Pending));
        cluster.Memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new("g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon, Given.Noon, null, null, null)),
        };
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "web")), secondsLater: gatedFor);
        Assert.Equal(isBroughtBack, plan.Memory.HandOffs.Values.Single().Undo is not null);
        Assert.DoesNotContain(plan.Actions, action => action is SetNodeLabel { Node.Hostname: "b" });
    }
}
