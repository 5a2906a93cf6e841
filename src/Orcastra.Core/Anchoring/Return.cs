using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>An anchor's return as new tasks: when it is complete, and who was there before it.</summary>
internal static class Return
{
    /// <summary>True once all of the anchor runs that will. A task that nobody can place for long, or that fails again and again, keeps nobody waiting.</summary>
    public static bool IsComplete(PlanningContext context, Service anchor) =>
        anchor.UpdateState is not (UpdateState.Updating or UpdateState.RollbackStarted)
        && !context.Snapshot.StoppingTasks(anchor.Id).Any()
        && context.Snapshot.TasksOf(anchor.Id)
            .Where(task => task is { IsWanted: true, HasEnded: false })
            .All(task => context.Snapshot.HasPlace(task)
                || Rightful.IsHopeless(context, task)
                || Rightful.HasFailedBefore(context.Snapshot, task));

    /// <summary>True while a task of the anchor is to come that will be a return once it runs, however often it fails before.</summary>
    public static bool IsAwaited(ClusterSnapshot snapshot, Service anchor) => snapshot.TasksOf(anchor.Id)
        .Any(task => task is { IsWanted: true, HasEnded: false } && !snapshot.HasPlace(task) && Rightful.HasFailedBefore(snapshot, task));

    /// <summary>True if a task of the dependent that has a place started before its anchor came back.</summary>
    public static bool IsMissedBy(ClusterSnapshot snapshot, Group group, Service dependent)
    {
        var anchors = snapshot.PlacedTasks(group.Anchor.Id);
        return !anchors.IsEmpty && snapshot.PlacedTasks(dependent.Id).Any(task => IsOlder(task, [.. anchors]));
    }

    // When a task began to run is told by its node's clock, which is compared with no other's; elsewhere the managers' tells
    // when it was made.
    private static bool IsOlder(SwarmTask task, IReadOnlyCollection<SwarmTask> anchors)
    {
        var beside = anchors.Where(anchor => anchor.NodeId == task.NodeId).ToList();
        return beside.Count > 0
            ? task.StatusAt < beside.Max(anchor => anchor.StatusAt)
            : task.CreatedAt < anchors.Max(anchor => anchor.CreatedAt);
    }
}
