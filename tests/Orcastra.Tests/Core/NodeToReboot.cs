using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>The nouns of tests in which node a is rebooted.</summary>
internal static class NodeToReboot
{
    public const string Before = "11111111-1111-4111-8111-111111111111";
    public const string After = "22222222-2222-4222-8222-222222222222";

    public static readonly Policy Policy = Given.Policy();

    /// <summary>Three managers that reach each other.</summary>
    public static Cluster Swarm(Availability availability = Availability.Active, NodeState state = NodeState.Ready) => new Cluster()
        .Node(Manager("a") with { Availability = availability, State = state, IsReachableManager = state == NodeState.Ready }).Node(Manager("b")).Node(Manager("c"));

    public static Node Manager(string name) => Given.Node(name) with { IsReachableManager = true };

    public static Reboot At(RebootStage stage, Availability prior = Availability.Active) => new("id-a", Given.Noon, false, prior, "x")
    {
        Stage = stage,
        PriorBootId = stage >= RebootStage.Sent ? Before : "",
        SentAt = stage >= RebootStage.Sent ? Given.Noon : null,
    };

    /// <summary>It remembers the reboot, and a drain of ours that has come to its end.</summary>
    public static Cluster Remembering(this Cluster cluster, Reboot reboot, bool isDrained = true)
    {
        cluster.Memory = Memory.Empty with { Reboots = Memory.Empty.Reboots.SetItem("id-a", reboot) };
        var drain = new Drain("id-a", Given.Noon, false, Availability.Active, 0, 0, Given.Noon) { State = DrainState.Drained, SwitchedAt = Given.Noon, EndedAt = Given.Noon, IsOver = true };
        cluster.Memory = isDrained ? cluster.Memory with { Drains = cluster.Memory.Drains.SetItem("id-a", drain) } : cluster.Memory;
        return cluster;
    }

    public static MachineView Says(string bootId, int secondsLater = 1, bool needsReboot = false, string trouble = "", bool isOpen = false) => new(
        ImmutableDictionary<string, MachineSighting>.Empty.Add("id-a", new(Given.Noon.AddSeconds(secondsLater), bootId, needsReboot, trouble)), isOpen);

    public static Plan Plan(this Cluster cluster, MachineView machines, int secondsLater = 1, Policy? policy = null) =>
        ClusterPlanner.Plan(cluster.Snapshot, policy ?? Policy, cluster.Memory, Given.Noon.AddSeconds(secondsLater), machines);
}
