using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>
/// What is bound to an anchor's label, declared or not, and still stops: its successor goes where the label is, and would start
/// there beside it. A node that comes back still runs what has been replaced meanwhile, and the enforcer leaves stopping what
/// it rejects.
/// </summary>
internal static class LabelStops
{
    /// <summary>A task that stops elsewhere and whose successor the label would start on this node; null if there is none.</summary>
    public static SwarmTask? Elsewhere(ClusterSnapshot snapshot, Group group, Node node) => Bound(snapshot, group)
        .Where(service => service.Spec.Mode == ServiceMode.Global || IsWaiting(snapshot, service))
        .SelectMany(service => snapshot.StoppingTasks(service.Id).Concat(AboutToStop(snapshot, group, service)))
        .FirstOrDefault(task => task.NodeId != node.Id);

    /// <summary>A task that stops on this node and whose successor could start elsewhere only, once the label has gone; null if there is none.</summary>
    public static SwarmTask? On(ClusterSnapshot snapshot, Group group, Node node) => Bound(snapshot, group)
        .Where(service => service.Spec.Mode == ServiceMode.Replicated)
        .SelectMany(service => snapshot.StoppingTasks(service.Id))
        .FirstOrDefault(task => task.NodeId == node.Id);

    // An anchor that starts first is in two places for a moment: what follows it as a global service would be so, too.
    private static IEnumerable<SwarmTask> AboutToStop(ClusterSnapshot snapshot, Group group, Service follower) =>
        follower.Spec.Mode == ServiceMode.Global && group.Anchor.Spec.Mode == ServiceMode.Replicated
            && (ulong)snapshot.PlacedTasks(group.Anchor.Id).Length > group.Anchor.Spec.Replicas
            ? snapshot.TasksOf(follower.Id).Where(task => task is { IsWanted: true, IsOnItsNode: true })
            : [];

    private static bool IsWaiting(ClusterSnapshot snapshot, Service service) =>
        snapshot.TasksOf(service.Id).Any(task => task is { IsWanted: true, State: TaskState.Pending, NodeId: "" });

    // What has a gate waits for that, and to start first is its owner's wish.
    private static IEnumerable<Service> Bound(ClusterSnapshot snapshot, Group group) => group.Policy.HandOff != HandOffMode.Ordered
        ? []
        : snapshot.ServicesNaming(group.Name)
            .Where(service => group.Binds(service.Spec) && !UpdaterPatience.StartsFirst(service.Spec) && !Trace.IsIn(service.Spec));
}
