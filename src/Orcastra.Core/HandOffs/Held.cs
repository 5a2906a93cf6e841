using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>Tells whether a gate of ours is what keeps a task from running: then no update of its service, whoever began it, ends without us.</summary>
internal static class Held
{
    // What is let in somewhere and has no node yet is only waiting for the scheduler; after that long it fits nowhere there.
    private static readonly TimeSpan Scheduling = TimeSpan.FromSeconds(5);

    /// <summary>True if a task of the service waits behind a gate that admits no node, or none that takes it.</summary>
    public static bool IsAny(ClusterSnapshot snapshot, Service service) =>
        snapshot.TasksOf(service.Id).Any(task =>
            task is { IsWanted: true, HasEnded: false, NodeId: "" }
            && task.Constraints.Any(Trace.IsGate)
            && (snapshot.TakenAt - task.CreatedAt >= Scheduling || !IsLetIn(snapshot, task.Constraints)))
        || IsShutOutEverywhere(snapshot, service);

    // Of a global service there is no task, not even one that waits, where its constraints do not admit it. Its gate may stand
    // open where its anchor's label has gone from meanwhile.
    private static bool IsShutOutEverywhere(ClusterSnapshot snapshot, Service service) =>
        service.Spec.Mode == ServiceMode.Global
        && service.Spec.Constraints.Any(Trace.IsGate)
        && !snapshot.TasksOf(service.Id).Any(task => task is { IsWanted: true, HasEnded: false })
        && !snapshot.Nodes.Values.Any(node => Constraint.AllMatch(service.Spec.Constraints, node));

    private static bool IsLetIn(ClusterSnapshot snapshot, ImmutableArray<string> constraints)
    {
        var gates = constraints.Where(Trace.IsGate).ToList();
        return snapshot.Nodes.Values.Any(node => Constraint.AllMatch(gates, node));
    }
}
