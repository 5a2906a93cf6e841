using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// Takes away what no hand-off under way needs: gates and marks whoever left them, the gate in <c>PreviousSpec</c> (a
/// user's <c>docker service rollback</c> would bring it back), and gate labels of nodes.
/// </summary>
public static class TraceSweep
{
    /// <summary>Plans the cleaning.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft)
    {
        foreach (var service in context.Snapshot.Traced.Where(service => !draft.Memory.HandOffs.ContainsKey(service.Id)))
        {
            Clean(context, draft, service);
        }

        SweepNodes(context, draft);
    }

    private static void Clean(PlanningContext context, PlanDraft draft, Service service)
    {
        if ((Stopping(context, draft, service) ?? MidRollout(context, service)) is { } objection)
        {
            draft.Wait(Runner.LabelSync, service.Name, $"a gate of ours is still in its spec or previous spec: {objection}");
            return;
        }

        draft.WatchClosely();
        var places = context.Snapshot.NamesOf(context.Snapshot.PlacesOf(service.Id));
        draft.Add(Trace.IsIn(service.Spec)
            ? new HandOffStep(
                Runner.LabelSync,
                "takes away a gate that belongs to no hand-off under way",
                service,
                places,
                places,
                [new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix), new SpecEdit.RemoveServiceLabel(Trace.Mark)])
            : new HandOffStep(Runner.LabelSync, "cleans its previous spec, so that a rollback brings no gate of ours back", service, places, places, []));
    }

    // Watched closely, for the end of a stop wakes nobody: who is told to stop is no longer among the wanted tasks.
    private static string? Stopping(PlanningContext context, PlanDraft draft, Service service)
    {
        if (context.Snapshot.StoppingTasks(service.Id).FirstOrDefault() is not { } stopping)
        {
            return null;
        }

        draft.LeaveForLater();
        return $"task {stopping.Id} on {context.Snapshot.NameOf(stopping.NodeId)} is still stopping";
    }

    private static string? MidRollout(PlanningContext context, Service service)
    {
        // A shut gate whose hand-off nobody remembers keeps a task from every node, be it that a user's rollback brought it
        // back: the update, whoever began it, can only end once the gate is gone.
        var isHeld = Trace.IsIn(service.Spec) && Held.IsAny(context.Snapshot, service);
        return service.IsMidRollout && !isHeld && !IsOurs(context, service)
            ? $"its update is {service.UpdateState.ToString().ToLowerInvariant()}; a write would disturb it"
            : null;
    }

    // The gate in the previous spec alone tells that the last write took it away and changed nothing else: what has been
    // going on since then is our own update, and if its task fails the pause is ours to end. It never ends where a task of it
    // fits nowhere.
    private static bool IsOurs(PlanningContext context, Service service) => !Trace.IsIn(service.Spec)
        && (service.UpdateState is UpdateState.Paused || (service.UpdateState is UpdateState.Updating && context.Snapshot.TasksOf(service.Id).Any(task => Rightful.IsHopeless(context, task))))
        && service.PreviousSpec is { } previous
        && previous.UserHash == service.Spec.UserHash
        && (previous.ForceUpdate == service.Spec.ForceUpdate || previous.ForceUpdate == service.Spec.ForceUpdate + 1); // a failed restart is taken back

    private static void SweepNodes(PlanningContext context, PlanDraft draft)
    {
        var live = draft.Memory.HandOffs.Values.Select(handOff => Trace.GateLabel(handOff.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var node in context.Snapshot.NodesWithGates)
        {
            foreach (var key in node.Labels.Keys.Where(key => Trace.IsGateLabel(key) && !live.Contains(key)))
            {
                LabelGuard.Remove(context, draft, Runner.LabelSync, node, key, "its hand-off is over");
            }
        }
    }
}
