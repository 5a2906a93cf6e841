using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>Anchor db runs on b, app on a: why it stays there.</summary>
public sealed class Refusals
{
    [Fact]
    public void A_local_volume_keeps_a_service_where_it_is() => Stays(Given.Spec("app").Mounting("volume", "data"), "exists only on the node");

    [Fact]
    public void A_bind_mount_keeps_a_service_where_it_is() => Stays(Given.Spec("app").Mounting("bind", "/srv/data"), "exists only on the node");

    [Fact]
    public void A_local_volume_moves_where_the_owner_says_it_is_shared() =>
        Moves(Given.Spec("app").Mounting("volume", "data").Labelled("orcastra.movable", "true"));

    [Fact]
    public void A_local_volume_moves_where_the_owners_constraint_names_the_anchor() =>
        Moves(Given.Spec("app", "node.labels.db == true").Mounting("volume", "data"), "db");

    [Theory]
    [InlineData("/etc/localtime")]
    [InlineData("/var/run/docker.sock")]
    public void What_every_node_has_keeps_nobody(string path) => Moves(Given.Spec("app").Mounting("bind", path));

    [Fact]
    public void A_job_is_neither_anchor_nor_dependent() => Stays(Given.Spec("app") with { Mode = ServiceMode.ReplicatedJob }, "is a job");

    [Fact]
    public void A_global_service_without_the_constraint_is_refused() => Stays(Given.Spec("app") with { Mode = ServiceMode.Global }, "it is global");

    [Fact]
    public void A_service_that_is_never_restarted_is_not_moved() =>
        Stays(Given.Spec("app") with { Restart = new(RestartCondition.None, 0, TimeSpan.Zero) }, "restart condition is none");

    [Fact]
    public void At_most_so_many_replicas_on_a_node_are_respected() =>
        Stays(Given.Spec("app") with { MaxReplicasPerNode = 1, Replicas = 2 }, "at most 1 of its tasks", "a", "a");

    [Fact]
    public void A_host_port_that_is_taken_is_named()
    {
        var app = Given.Spec("app") with { HostPorts = [new("tcp", 80)] };
        var cluster = Cluster(app, "a").Service(Given.Spec("web") with { HostPorts = [new("tcp", 80)] }, "b");
        Assert.Contains(cluster.Plan(Policy).Refusals, refusal => refusal.Reason.Contains("host port 80/tcp is taken", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_platform_is_refused() => Stays(Given.Spec("app") with { Platforms = [new("linux", "arm64")] }, "its image is not made for linux/x86_64");

    [Fact]
    public void Its_own_constraints_are_respected() => Stays(Given.Spec("app", "node.hostname == a"), "its constraint node.hostname == a is not met there");

    [Theory]
    [InlineData(Availability.Pause)]
    [InlineData(Availability.Drain)]
    public void A_node_that_takes_no_tasks_is_no_target(Availability availability)
    {
        var cluster = new Cluster().Node("a").Node(Given.Node("b", "db") with { Availability = availability })
            .Service(Given.Spec("db"), "b").Service(Given.Spec("app"), "a");
        Refused(cluster, "its availability is");
    }

    [Fact]
    public void What_waits_for_a_node_already_has_to_fit_as_well()
    {
        var app = Given.Service(Given.Spec("app").Reserving(3000) with { Replicas = 2 });
        Refused(new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(app, "a")
            .Task(Given.Task("app.2", app, 2, "", TaskState.Pending)), "does not fit beside db");
    }

    [Fact]
    public void A_stopping_task_on_a_live_node_is_waited_for()
    {
        var app = Given.Service(Given.Spec("app"));
        Refused(new Cluster().Node("a").Node("b", "db").Node("c").Service(Given.Spec("db"), "b").Service(app, "a")
            .Task(Given.Task("old", app, 1, "c", desired: TaskState.Shutdown)), "is still stopping");
    }

    [Fact]
    public void A_dead_nodes_stale_tasks_do_not_count()
    {
        var app = Given.Service(Given.Spec("app"));
        var cluster = new Cluster().Node("a").Node("b", "db").Node(Given.Node("c") with { State = NodeState.Down })
            .Service(Given.Spec("db"), "b").Service(app, "a").Task(Given.Task("old", app, 1, "c", desired: TaskState.Shutdown));
        Assert.IsType<HandOffStep>(Assert.Single(cluster.Plan(Policy).Actions));
    }

    [Fact]
    public void A_container_that_the_enforcer_took_away_is_given_its_time_to_stop()
    {
        var app = Given.Service(Given.Spec("app"));
        Refused(new Cluster().Node("a").Node("b", "db").Node("c").Service(Given.Spec("db"), "b").Service(app, "a")
            .Task(Given.Task("old", app, 1, "c", TaskState.Rejected, TaskState.Shutdown) with { Error = "assigned node no longer meets constraints" }), "is still stopping");
    }

    private static Policy Policy => Given.Policy(Given.Anchor("db", "app"));

    private static Cluster Cluster(ServiceSpec app, params ReadOnlySpan<string> on) =>
        new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "b").Service(app, on);

    private static void Stays(ServiceSpec app, string because, params string[] on) => Refused(Cluster(app, on.Length > 0 ? on : ["a"]), because);

    private static void Refused(Cluster cluster, string because)
    {
        var plan = cluster.Plan(Policy);
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "app" && refusal.Reason.Contains(because, StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Actions, action => action is HandOffStep);
        Assert.Empty(plan.Memory.HandOffs);
    }

    private static void Moves(ServiceSpec app, params ReadOnlySpan<string> labels)
    {
        var cluster = new Cluster().Node("a", labels).Node("b", "db").Service(Given.Spec("db"), "b").Service(app, "a");
        Assert.Contains(cluster.Plan(Policy).Actions, action => action is HandOffStep);
    }
}
