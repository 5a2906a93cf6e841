using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>
/// What a rollback waits for: whatever is under way with the service. An update that has stopped half-way is what a rollback is
/// for, and so is one that no node takes.
/// </summary>
internal static class RollbackPatience
{
    /// <summary>What is waited for first; null if for nothing.</summary>
    public static string? Objection(CommandStep step, Service service)
    {
        if (step.Draft.Memory.HandOffs.ContainsKey(service.Id))
        {
            return "it waits for the hand-off of the service that is under way";
        }

        if (service is { IsMidRollout: true, IsPaused: false } && !Hangs(step, service))
        {
            return $"it waits for the service's update, which is {service.UpdateState.ToString().ToLowerInvariant()}";
        }

        if (Trace.IsIn(service))
        {
            return "it waits until a gate of an earlier hand-off is taken away, which a rollback would bring back";
        }

        if (step.Context.Snapshot.StoppingTasks(service.Id).FirstOrDefault() is not { } stopping)
        {
            return null;
        }

        step.Draft.WatchClosely(); // the end of a stop wakes nobody
        return $"it waits for task {stopping.Id}, which still stops: the updater would not";
    }

    // Swarm's updater has no limit of its own: it waits for ever for a task that no node takes.
    private static bool Hangs(CommandStep step, Service service)
    {
        var coming = step.Context.Snapshot.TasksOf(service.Id)
            .Where(task => task is { IsWanted: true, HasEnded: false } && !step.Context.Snapshot.HasPlace(task))
            .ToList();
        if (service.UpdateState != UpdateState.Updating || coming.Count == 0 || coming.Exists(task => task.State > TaskState.Pending))
        {
            return false;
        }

        var due = coming.Max(Rightful.HopelessAt);
        if (due >= step.Context.Now)
        {
            step.Draft.LookAgain(due);
        }

        return due < step.Context.Now;
    }
}
