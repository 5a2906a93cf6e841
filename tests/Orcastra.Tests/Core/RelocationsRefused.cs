using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Commands;
using static Orcastra.Tests.Core.GroupToMove;

namespace Orcastra.Tests.Core;

/// <summary>What keeps a group from moving whole is said at once, all of it, and nothing is written.</summary>
public sealed class RelocationsRefused
{
    [Theory]
    [InlineData("move_service:bd=b", "refused: there is no service 'bd'; did you mean 'db'?")]
    [InlineData("move_service:db=bb", "refused: there is no node 'bb'; did you mean 'b'?")]
    [InlineData("move_service:bd=nowhere", "refused: there is no service 'bd'; did you mean 'db'?; there is no node 'nowhere'")]
    [InlineData("move_service:db=a", "done: db and what follows it (web) run on a already; nothing holds it there: where Swarm has to start it anew it may choose another node")]
    [InlineData("move_service:web=id-a", "done: db and what follows it (web) run on a already; nothing holds it there: where Swarm has to start it anew it may choose another node")]
    public void What_needs_nothing_or_is_not_there_is_said(string text, string end) => Assert.Equal(end, End(Refused(Swarm(), text)));

    [Fact]
    public void All_reasons_are_given_at_once()
    {
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("full").Reserving(3000), "b")
            .Service(Given.Spec("db", "node.hostname == a").Mounting("volume", "files"), "a")
            .Service(Given.Spec("web").Mounting("volume", "uploads"), "a")
            .Service(Given.Spec("app").Reserving(2000), "a");
        var end = End(Refused(cluster, "move_service:app=b", Given.Policy(Given.Anchor("db", "web", "app"))));
        Assert.StartsWith("refused: db is not moved to b: db: its data in the volume files exists only", end, StringComparison.Ordinal);
        Assert.Contains("; web: its data in the volume uploads exists only", end, StringComparison.Ordinal);
        Assert.Contains("; db: it does not fit there (b: its constraint node.hostname == a is not met there)", end, StringComparison.Ordinal);
        Assert.EndsWith("; app: it does not fit there (b: it reserves 2000 MiB, 1096 MiB are not reserved yet)", end, StringComparison.Ordinal);
    }

    /// <summary>Each by itself would fit.</summary>
    [Fact]
    public void A_group_has_to_fit_there_together()
    {
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db").Reserving(2500), "a").Service(Given.Spec("web").Reserving(2500), "a");
        Assert.Equal("refused: db is not moved to b: web: it does not fit there (b: it reserves 2500 MiB, 1596 MiB are not reserved yet)", End(Refused(cluster, "move_service:db=b")));
    }

    [Fact]
    public void A_follower_that_is_there_already_needs_no_room() =>
        Assert.Equal("", Outcome(new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(Given.Spec("web").Reserving(3000), "b"), "move_service:db=b"));

    [Theory]
    [InlineData(NodeState.Down, Availability.Active, "b is down")]
    [InlineData(NodeState.Ready, Availability.Pause, "b takes no tasks: its availability is pause (activate_node:b changes that)")]
    [InlineData(NodeState.Ready, Availability.Drain, "b takes no tasks: its availability is drain (activate_node:b changes that)")]
    public void A_node_that_takes_no_tasks_is_refused(NodeState state, Availability availability, string because)
    {
        var cluster = new Cluster().Node("a", "db").Node(Given.Node("b") with { State = state, Availability = availability }).Node("c").Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a");
        Assert.Equal($"refused: db is not moved to b: {because}", End(Refused(cluster, "move_service:db=b")));
    }

    [Fact]
    public void A_node_that_is_drained_or_rebooted_is_refused()
    {
        var cluster = Swarm();
        cluster.Memory = Memory.Empty with { Drains = Memory.Empty.Drains.SetItem("id-b", new("id-b", Given.Noon, false, Availability.Active, 0, 0, Given.Noon)) };
        Assert.EndsWith("b is being drained", End(Refused(cluster, "move_service:db=b")), StringComparison.Ordinal);
        cluster.Memory = Memory.Empty with { Reboots = Memory.Empty.Reboots.SetItem("id-b", new("id-b", Given.Noon, false, Availability.Active, "x")) };
        Assert.EndsWith("b is being rebooted", End(Refused(cluster, "move_service:db=b")), StringComparison.Ordinal);
    }

    public static TheoryData<string> Kinds => ["job", "global", "three", "none"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_has_not_one_place_is_refused(string kind)
    {
        var (spec, because) = kind switch
        {
            "job" => (Given.Spec("one") with { Mode = ServiceMode.ReplicatedJob }, "it is a job"),
            "global" => (Given.Spec("one") with { Mode = ServiceMode.Global }, "it is global, and runs on every node that its constraints admit"),
            "three" => (Given.Spec("one") with { Replicas = 3 }, "it has 3 replicas, which one node would take down together: empty the nodes"),
            _ => (Given.Spec("one") with { Replicas = 0 }, "it is scaled to 0"),
        };
        var cluster = kind == "none" ? new Cluster().Node("a").Node("b").Service(spec) : new Cluster().Node("a").Node("b").Service(spec, "a");
        Assert.StartsWith($"refused: one is not moved to b: one: {because}", End(Refused(cluster, "move_service:one=b")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_anchor_that_is_bound_to_its_own_label_or_must_not_be_written_to_is_refused()
    {
        var bound = new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db", "node.labels.db == true"), "a");
        Assert.Contains("db: it is itself bound to its label by node.labels.db == true", End(Refused(bound, "move_service:db=b")), StringComparison.Ordinal);
        var labels = Given.Policy(Given.Anchor("db", "web") with { HandOff = HandOffMode.Labels });
        Assert.Contains("db: handoff: labels allows no service write", End(Refused(Swarm(), "move_service:db=b", labels)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_that_only_its_owner_can_end_refuses_it_and_one_that_ends_by_itself_is_waited_for()
    {
        Assert.Contains("its owner's update is paused", End(Refused(Updating(UpdateState.Paused), "move_service:db=b")), StringComparison.Ordinal);
        var waiting = Holding(Updating(UpdateState.Updating), "move_service:db=b").Plan(OneGroup);
        Assert.Equal(("", "it waits for its owner's update, which is updating"), (waiting.Memory.Commands["1"].Outcome, waiting.Memory.Commands["1"].Says));
        Assert.Null(waiting.Memory.Commands["1"].BegunAt);
    }

    [Fact]
    public void A_follower_whose_update_is_paused_could_never_follow()
    {
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "a").Service(Given.Service(Given.Spec("web")) with { UpdateState = UpdateState.Paused }, "a");
        Assert.Contains("web: its owner's update is paused", End(Refused(cluster, "move_service:db=b")), StringComparison.Ordinal);
    }

    /// <summary>Its update is paused only because of a gate of ours.</summary>
    [Fact]
    public void A_follower_that_is_led_through_a_gate_of_ours_is_waited_for()
    {
        var web = Given.Service(Given.Spec("web", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g")) with { UpdateState = UpdateState.Paused };
        var cluster = new Cluster().Node("a", "db", $"{Trace.GateLabel("g")}=1").Node("b").Service(Given.Spec("db"), "a").Service(web, "a");
        cluster.Memory = Memory.Empty with { HandOffs = Memory.Empty.HandOffs.SetItem(web.Id, new("g", web.Id, "db", HandOffPurpose.Move, 1, ["id-b"], ["id-a"], "hash", 0, Given.Noon, Given.Noon, Given.Noon, Given.Noon, null)) };
        var plan = Holding(cluster, "move_service:db=b").Plan(OneGroup);
        Assert.Equal(": db is not moved to b yet: web, which follows it, is on its way", End(plan));
    }

    [Fact]
    public void Nothing_moves_while_Orcastra_is_taken_out() =>
        Assert.Contains("Orcastra is taken out of this Swarm", End(Refused(Swarm(), "move_service:db=b", new Policy { HeedsServiceLabels = false })), StringComparison.Ordinal);

    [Fact]
    public void Nothing_moves_while_moves_are_paused()
    {
        var cluster = Swarm();
        cluster.Memory = Memory.Empty with { Pauses = Memory.Empty.Pauses.SetItem("dependents", new(Given.Noon, "x")) };
        Assert.Equal("refused: dependents are paused: resume first", End(Refused(cluster, "move_service:db=b")));
    }

    [Theory]
    [InlineData("move_service", "is not complete")]
    [InlineData("move_service:", "is not complete")]
    [InlineData("move_service:db", "'move_service:db' lacks =NODE at character 16: it is written move_service:NAME=NODE")]
    [InlineData("move_service:db=", "lacks a NODE at character 17")]
    [InlineData("move_service:=b", "lacks a NAME at character 14")]
    public void What_is_not_complete_is_said_where(string text, string objection) =>
        Assert.Contains(objection, Orcastra.Core.Commands.CommandGrammar.Read(text, out _), StringComparison.Ordinal);

    private static Cluster Updating(UpdateState state) => new Cluster().Node("a", "db").Node("b").Service(Given.Service(Given.Spec("db")) with { UpdateState = state }, "a");

    private static string Outcome(Cluster cluster, string text) => Holding(cluster, text).Plan(OneGroup).Memory.Commands["1"].Outcome;

    private static Cluster Holding(Cluster cluster, string text)
    {
        cluster.Memory = cluster.Memory.With("1", text, "x");
        return cluster;
    }

    private static Plan Refused(Cluster cluster, string text, Policy? policy = null)
    {
        var plan = Holding(cluster, text).Plan(policy ?? OneGroup);
        Assert.Empty(plan.Memory.HandOffs);
        Assert.NotNull(plan.Memory.Commands["1"].EndedAt);
        return plan;
    }
}
