using Orcastra.Core.Draining;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>What keeps a node from being drained is said at once, all of it, before anything is written.</summary>
public sealed class DrainsBegin
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "web"));

    [Fact]
    public void All_reasons_are_given_at_once()
    {
        var cluster = new Cluster().Node("a").Node("b")
            .Service(Given.Spec("files").Mounting("volume", "files"), "a")
            .Service(Given.Spec("pinned", "node.hostname == a"), "a")
            .Service(Given.Spec("big").Reserving(9000), "a")
            .Service(Given.Service(Given.Spec("half")) with { UpdateState = UpdateState.Paused }, "a")
            .Service(Given.Service(Given.Spec("busy")) with { UpdateState = UpdateState.Updating }, "a")
            .Service(Given.Spec("fine"), "a")
            .Service(Given.Spec("elsewhere").Mounting("volume", "data"), "b");

        var refusal = Refusal(cluster)!;

        Assert.Contains("files: its data in the volume files exists only on the node where it is", refusal, StringComparison.Ordinal);
        Assert.Contains("pinned: it fits on no other node (b: its constraint node.hostname == a is not met there)", refusal, StringComparison.Ordinal);
        Assert.Contains("big: it fits on no other node (b: it reserves 9000 MiB", refusal, StringComparison.Ordinal);
        Assert.Contains("half: its owner's update is paused", refusal, StringComparison.Ordinal);
        Assert.Contains("busy: its owner's update is updating", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("fine", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Forced_it_is_begun_all_the_same()
    {
        var cluster = new Cluster().Node("a").Service(Given.Spec("files").Mounting("volume", "files"), "a");
        Assert.Contains("no other node takes tasks", Refusal(cluster)!, StringComparison.Ordinal);
        Assert.Null(Refusal(cluster, isForced: true));
    }

    [Fact]
    public void What_is_movable_by_its_owners_word_is_no_reason() =>
        Assert.Null(Refusal(new Cluster().Node("a").Node("b").Service(Given.Spec("files").Mounting("volume", "files").Labelled("orcastra.movable", "true"), "a")));

    [Fact]
    public void Jobs_and_global_services_are_no_reason() => Assert.Null(Refusal(new Cluster().Node("a").Node("b")
        .Service(Given.Spec("agent").Mounting("volume", "x") with { Mode = ServiceMode.Global }, "a")
        .Service(Given.Spec("job").Mounting("volume", "x") with { Mode = ServiceMode.ReplicatedJob }, "a")));

    [Fact]
    public void A_dependent_has_to_fit_beside_its_anchor_elsewhere()
    {
        var cluster = new Cluster().Node("a").Node("b")
            .Service(Given.Spec("db"), "a").Service(Given.Spec("web").Reserving(3000), "a").Service(Given.Spec("other").Reserving(2000), "b");
        Assert.Contains("web: it fits on no other node beside db (b: it reserves 3000 MiB", Refusal(cluster)!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependent_that_is_bound_to_its_anchors_label_may_have_local_data() => Assert.Null(Refusal(new Cluster().Node("a", "db").Node("b")
        .Service(Given.Spec("db"), "a").Service(Given.Spec("web", "node.labels.db == true").Mounting("volume", "x"), "a")));

    [Fact]
    public void A_group_whose_services_must_not_be_written_to_is_a_reason()
    {
        var policy = Given.Policy(Given.Anchor("db") with { HandOff = HandOffMode.Labels });
        Assert.Contains("db: handoff: labels allows no service write", Refusal(new Cluster().Node("a").Node("b").Service(Given.Spec("db"), "a"), policy: policy)!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NodeState.Down, Availability.Active, "is down")]
    [InlineData(NodeState.Unknown, Availability.Active, "is unknown")]
    [InlineData(NodeState.Ready, Availability.Drain, "is drained already")]
    public void A_node_of_which_nothing_can_be_moved_is_refused_even_if_forced(NodeState state, Availability availability, string because) =>
        Assert.Contains(because, Refusal(new Cluster().Node(Given.Node("a") with { State = state, Availability = availability }).Node("b"), isForced: true)!, StringComparison.Ordinal);

    [Fact]
    public void One_node_is_drained_at_a_time()
    {
        var cluster = new Cluster().Node("a").Node("b").Node("c");
        var (memory, _) = DrainPlanner.Begin(Context(cluster), Memory.Empty, Given.Node("a"), false);
        Assert.Contains("is being drained already", DrainPlanner.Begin(Context(cluster), memory, Given.Node("a"), true).Refusal, StringComparison.Ordinal);
        Assert.Contains("one goes after the other", DrainPlanner.Begin(Context(cluster), memory, Given.Node("b"), true).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_node_was_before_is_remembered_and_nothing_else_has_happened()
    {
        var cluster = new Cluster().Node(Given.Node("a") with { Availability = Availability.Pause }).Node("b").Service(Given.Spec("web"), "a");
        var (memory, _) = DrainPlanner.Begin(Context(cluster), Memory.Empty, cluster.Snapshot.Nodes["id-a"], false);
        Assert.Equal(new Drain("id-a", Given.Noon, false, Availability.Pause, 1, 1, Given.Noon), Assert.Single(memory.Drains).Value);
        Assert.Empty(memory.HandOffs);
    }

    private static string? Refusal(Cluster cluster, bool isForced = false, Policy? policy = null)
    {
        var (memory, refusal) = DrainPlanner.Begin(Context(cluster, policy), Memory.Empty, cluster.Snapshot.Nodes["id-a"], isForced);
        Assert.Equal(refusal is null, memory.Drains.ContainsKey("id-a"));
        return refusal;
    }

    private static PlanningContext Context(Cluster cluster, Policy? policy = null) => new(cluster.Snapshot, policy ?? Policy, Given.Noon);
}
