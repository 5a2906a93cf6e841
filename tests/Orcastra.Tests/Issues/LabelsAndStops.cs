using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Issues;

/// <summary>Labels of anchors that came, or went, while something that is bound to them was still stopping.</summary>
public sealed class LabelsAndStops
{
    private static readonly ServiceSpec Bound = Given.Spec("web", "node.labels.db == true");

    /// <summary>Its node was drained. The label started it at the anchor's next place beside its task there, which still stopped.</summary>
    [Fact]
    public void A_global_service_that_still_stops_elsewhere_keeps_the_label_waiting()
    {
        var web = Given.Service(Bound with { Mode = ServiceMode.Global });
        Assert.Empty(Labels(Moved(web).Task(Stopping(web) with { Slot = 0 })));
    }

    /// <summary>Nobody had declared it, so its stop was not looked at.</summary>
    [Theory]
    [InlineData("web")]
    [InlineData("other")]
    public void What_waits_for_the_label_beside_its_own_stop_keeps_it_waiting_declared_or_not(string follower)
    {
        var web = Given.Service(Bound);
        Assert.Empty(Labels(Moved(web).Task(Stopping(web)).Task(Given.Task("new", web, 1, "", TaskState.Pending)), follower));
    }

    /// <summary>Its replicas crashed while older ones of them still stopped: without the label they were replaced on another node.</summary>
    [Fact]
    public void The_label_stays_where_something_that_is_bound_to_it_still_stops()
    {
        var web = Given.Service(Bound);
        var cluster = new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "b").Service(web).Task(Stopping(web));
        Assert.DoesNotContain(cluster.Plan(Given.Policy(Given.Anchor("db", "web"))).Actions, action => action is RemoveNodeLabel);
    }

    /// <summary>The anchor starts first, and was in two places for a moment; so was its global follower.</summary>
    [Fact]
    public void A_global_service_does_not_follow_an_anchor_that_is_about_to_stop_where_it_was()
    {
        var web = Given.Service(Bound with { Mode = ServiceMode.Global });
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a", "b").Service(web, "a");
        Assert.DoesNotContain(cluster.Plan(Given.Policy(Given.Anchor("db", "web"))).Actions, action => action is SetNodeLabel);
    }

    /// <summary>A task of it that fitted nowhere on its node kept the label, and with it everybody else, waiting for ever.</summary>
    [Fact]
    public void A_global_task_that_no_node_has_let_in_keeps_nobody_waiting()
    {
        var web = Given.Service(Bound with { Mode = ServiceMode.Global });
        var cluster = Moved(web).Task(Given.Task("web.2", web, 0, "a", TaskState.Pending) with { CreatedAt = Given.Noon.AddMinutes(-1) });
        Assert.Single(Labels(cluster));
    }

    /// <summary>Its task there had ended, the next one waited for the port: the label started it at the anchor's next place, and both came up.</summary>
    [Fact]
    public void A_global_task_that_its_node_is_about_to_let_in_is_there_already()
    {
        var web = Given.Service(Bound with { Mode = ServiceMode.Global });
        var cluster = Moved(web).Task(Given.Task("web.2", web, 0, "a", TaskState.Pending) with { CreatedAt = Given.Noon.AddSeconds(-7) });
        Assert.Empty(Labels(cluster));
    }

    /// <summary>It was taken for just starting, and was not moved for as long as that.</summary>
    [Fact]
    public void A_global_service_is_moved_though_another_task_of_it_fits_nowhere()
    {
        var web = Given.Service(Bound with { Mode = ServiceMode.Global });
        var cluster = new Cluster().Node("a", "db").Node("b").Node("c", "db").Service(Given.Spec("db"), "b").Service(web, "a")
            .Task(Given.Task("web.2", web, 0, "c", TaskState.Pending));
        Assert.Contains(cluster.Plan(Given.Policy(Given.Anchor("db", "web"))).Actions, action => action is HandOffStep);
    }

    /// <summary>More is reserved on the node than it has: that is nothing to a service that reserves nothing.</summary>
    [Fact]
    public void What_reserves_nothing_was_said_not_to_fit_where_too_much_is_reserved()
    {
        var cluster = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db").Reserving(9000), "b").Service(Given.Spec("app"), "a");
        Assert.DoesNotContain(cluster.Plan(Given.Policy(Given.Anchor("db", "app"))).Refusals, refusal => refusal.Reason.Contains("does not fit", StringComparison.Ordinal));
    }

    /// <summary>The label came with the hand-off of a neighbour, whose gate was opened by it; nobody had looked at the global one again.</summary>
    [Theory]
    [InlineData(ServiceMode.Global, false)]
    [InlineData(ServiceMode.Replicated, true)]
    public void A_neighbours_gate_was_opened_by_a_label_that_started_a_global_service_beside_itself(ServiceMode mode, bool isOpened)
    {
        var app = Given.Service(Given.Spec("app", "node.labels.db == true", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g"));
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(Bound with { Mode = mode }, "a")
            .Service(app).Task(Given.Task("new", app, 1, "", TaskState.Pending));
        cluster.Memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.SetItem(app.Id, new("g", app.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon, Given.Noon, null, null, null)),
        };
        Assert.Equal(isOpened, cluster.Plan(Given.Policy(Given.Anchor("db", "app", "web")), secondsLater: 3).Actions.Any(action => action is SetNodeLabel { Key: "orcastra.gate.g" }));
    }

    private static SwarmTask Stopping(Service service) => Given.Task("old", service, 1, "a", TaskState.Running, TaskState.Shutdown);

    private static Cluster Moved(Service web) => new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(web);

    private static IEnumerable<PlannedAction> Labels(Cluster cluster, string follower = "web") =>
        cluster.Plan(Given.Policy(Given.Anchor("db", follower))).Actions.Where(action => action is SetNodeLabel { Key: "db" });
}
