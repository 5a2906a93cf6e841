using Orcastra.Core.Planning;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using static Orcastra.Tests.Core.NodeToReboot;

namespace Orcastra.Tests.Core;

/// <summary>What keeps a node from being rebooted is said before anything is written.</summary>
public sealed class RebootsBegin
{
    [Fact]
    public void It_is_recorded_with_what_the_node_was_and_nothing_else_has_happened()
    {
        var (memory, refusal) = Begin(new Cluster().Node(Manager("a") with { Availability = Availability.Pause }).Node(Manager("b")).Node(Manager("c")), Memory.Empty);
        Assert.Null(refusal);
        Assert.Equal(new Reboot("id-a", Given.Noon, false, Availability.Pause, "x"), Assert.Single(memory.Reboots).Value);
        Assert.Empty(memory.Drains);
    }

    [Theory]
    [InlineData(3, 0, false)]
    [InlineData(3, 1, true)]
    [InlineData(1, 0, true)]
    [InlineData(2, 0, true)]
    [InlineData(5, 1, false)]
    [InlineData(5, 2, true)]
    public void A_manager_is_rebooted_only_while_the_others_are_a_majority_even_if_forced(int managers, int away, bool isRefused)
    {
        var cluster = new Cluster().Node(Manager("a")).Node(Given.Node("w") with { Role = "worker" });
        for (var number = 1; number < managers; number++)
        {
            cluster.Node(Manager($"m{number}") with { IsReachableManager = number > away });
        }

        var refusal = Begin(cluster, Memory.Empty, isForced: true).Refusal;
        Assert.Equal(isRefused, refusal?.Contains("which is no majority", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_worker_may_be_rebooted_whatever_becomes_of_managers() => Assert.Null(Begin(
        new Cluster().Node(Given.Node("a") with { Role = "worker" }).Node(Manager("b")).Node(Manager("c") with { IsReachableManager = false }), Memory.Empty).Refusal);

    [Theory]
    [InlineData(NodeState.Down)]
    [InlineData(NodeState.Unknown)]
    public void A_node_that_is_not_ready_is_refused(NodeState state) =>
        Assert.Contains("whether it has come back could not be told", Begin(Swarm(state: state), Memory.Empty, isForced: true).Refusal, StringComparison.Ordinal);

    [Fact]
    public void One_node_goes_after_the_other()
    {
        var cluster = Swarm().Remembering(At(RebootStage.Looking), isDrained: false);
        var other = Memory.Empty with { Reboots = Memory.Empty.Reboots.SetItem("id-b", new("id-b", Given.Noon, false, Availability.Active, "x")) };
        Assert.Contains("another node (b) is being rebooted", Begin(cluster, other, isForced: true).Refusal, StringComparison.Ordinal);
        Assert.Contains("is being rebooted already", Begin(cluster, cluster.Memory).Refusal, StringComparison.Ordinal);
        var drained = NodeToDrain.Holding(new("id-b", Given.Noon, false, Availability.Active, 1, 1, Given.Noon));
        Assert.Contains("b is being drained", Begin(cluster, drained).Refusal, StringComparison.Ordinal);
        Assert.Contains("is being rebooted; one goes after the other", Orcastra.Core.Draining.DrainPlanner.Begin(Context(cluster), other, cluster.Snapshot.Nodes["id-a"], true).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_keeps_it_from_being_drained_keeps_it_from_being_rebooted_unless_forced()
    {
        var cluster = Swarm().Service(Given.Spec("files").Mounting("volume", "files"), "a");
        Assert.Contains("files: its data in the volume", Begin(cluster, Memory.Empty).Refusal, StringComparison.Ordinal);
        Assert.Null(Begin(cluster, Memory.Empty, isForced: true).Refusal);
    }

    [Fact]
    public void A_machine_that_cannot_be_reached_is_refused() => Assert.Contains(
        "cannot be reached: no route", RebootPlanner.Begin(Context(Swarm()) with { Machines = Says("", trouble: "no route") }, Memory.Empty, Manager("a"), true, "x").Refusal, StringComparison.Ordinal);

    private static (Memory Memory, string? Refusal) Begin(Cluster cluster, Memory memory, bool isForced = false) =>
        RebootPlanner.Begin(Context(cluster), memory, cluster.Snapshot.Nodes["id-a"], isForced, "x");

    private static PlanningContext Context(Cluster cluster) => new(cluster.Snapshot, Policy, Given.Noon);
}
