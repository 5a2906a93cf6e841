using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>Waits for the end of a rollback that has been written, and tells how it went.</summary>
internal static class RollbackWatch
{
    // What restarts nothing leaves the updater without a word; before that it may just not have begun.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>Looks how far it is. That it is there is remembered first: from then on it is never written again.</summary>
    public static void Watch(CommandStep step, Service service, RollbackProgress progress)
    {
        if (progress.SeenAt is not { } seenAt)
        {
            step.Draft.WatchClosely();
            step.Note((progress with { SeenAt = step.Context.Now }).ToString(), "it is rolled back, and Swarm replaces its tasks");
        }
        else if (service.Spec.UserHash != progress.Target)
        {
            step.End(CommandOutcome.Failed, service.Spec.UserHash == progress.Before
                ? $"it was rolled back, and is what it was before again: Swarm has undone it, or its owner has deployed it anew ({Words(service)})"
                : "it was rolled back, and its owner has deployed something else since");
        }
        else if (service.IsPaused)
        {
            step.End(CommandOutcome.Failed, $"it was rolled back, but {Words(service)}: {service.UpdateMessage}");
        }
        else
        {
            WaitForTasks(step, service, seenAt);
        }
    }

    private static void WaitForTasks(CommandStep step, Service service, DateTimeOffset seenAt)
    {
        var snapshot = step.Context.Snapshot;
        var placed = snapshot.PlacedTasks(service.Id);
        var wanted = snapshot.TasksOf(service.Id).Count(task => task is { IsWanted: true, HasEnded: false });
        if (service.UpdateState == UpdateState.None && step.Context.Now < seenAt + Silence)
        {
            step.Draft.LookAgain(seenAt + Silence);
        }
        else if (!service.IsMidRollout && placed.Length >= wanted)
        {
            step.End(CommandOutcome.Done, $"it is rolled back: {Spelling.Count(placed.Length, "task runs", "tasks run")}, on {snapshot.NamesOf(snapshot.PlacesOf(service.Id))}; asked for again it goes forward, as with docker service rollback");
            return;
        }

        step.Wait($"it is rolled back: {placed.Length} of {wanted} tasks run, {Words(service)}");
    }

    private static string Words(Service service) => $"Swarm's update is {service.UpdateState.ToString().ToLowerInvariant()}";
}
