using Orcastra.Core.Anchoring;
using Orcastra.Core.Fitting;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Restarts;

/// <summary>Whether a dependent that is in place may be restarted there.</summary>
internal static class RestartRule
{
    /// <summary>True while a task of it has no node yet, but may get one.</summary>
    public static bool IsStarting(PlanningContext context, Service service) =>
        Unplaced(context, service) is { } unplaced && !Rightful.IsHopeless(context, unplaced);

    /// <summary>Why it is not restarted; null if it may be.</summary>
    public static string? Objection(PlanningContext context, PlanDraft draft, Group group, Service service) =>
        group.WriteObjection
        ?? ByPolicy(context, service)
        ?? ByAttempt(context, draft, group, service)
        ?? ByUpdater(context, draft, group, service);

    private static string? ByPolicy(PlanningContext context, Service service)
    {
        if (service.Spec.Restart.Condition == RestartCondition.None)
        {
            return "its restart condition is none";
        }

        return Movability.FinishedSlot(context.Snapshot, service) is { } finished
            ? $"its task {finished.Id} ended by its own policy and would be run again"
            : null;
    }

    // Restarted once, and if that fails not again for the same return of its anchor.
    private static string? ByAttempt(PlanningContext context, PlanDraft draft, Group group, Service service) =>
        draft.Memory.Attempts.GetValueOrDefault(service.Id) is { } attempts && attempts.Circumstances == Persistence.Circumstances(context.Snapshot, group, service)
            ? $"an attempt failed ({attempts.LastOutcome}); what still runs is left alone"
            : null;

    private static string? ByUpdater(PlanningContext context, PlanDraft draft, Group group, Service service)
    {
        var placed = context.Snapshot.PlacedTasks(service.Id);
        if (UpdaterPatience.Rolls(service.Spec, placed.Length) && UpdaterPatience.IsExceededBy(service.Spec))
        {
            return $"its tasks stop one after the other and may take {service.Spec.StopGrace.TotalSeconds:0} s each, but Swarm's updater waits 60 s at the most";
        }

        // An update does not get past a task that fits nowhere, and would be begun anew without end.
        if (Unplaced(context, service) is { } unplaced)
        {
            return $"its task {unplaced.Id} fits on no node, and Swarm's updater would not get past it";
        }

        if (placed.Select(task => context.Snapshot.Nodes[task.NodeId]).FirstOrDefault(node => !node.TakesTasks) is { } closed)
        {
            return $"{closed.Hostname}, where it runs, takes no new tasks ({closed.Availability.ToString().ToLowerInvariant()})";
        }

        return ByRoom(Rightful.Fit(context.Snapshot, draft.Memory, group.Name, service), [.. placed.Select(task => task.NodeId).Distinct()]);
    }

    // A global one has to fit beside itself on each of its nodes, a replicated one on any.
    private static string? ByRoom(Fit fit, List<string> nodes)
    {
        var spec = fit.Service.Spec;
        var objections = (spec.Mode == ServiceMode.Global ? nodes.Select(id => fit.Objection([id], tasks: 1)) : [fit.Objection(nodes, tasks: 1)]).OfType<string>();
        return spec.Update.StartFirst && objections.FirstOrDefault() is { } objection ? $"it starts first, and does not fit beside itself ({objection})" : null;
    }

    private static SwarmTask? Unplaced(PlanningContext context, Service service) =>
        context.Snapshot.TasksOf(service.Id).FirstOrDefault(task => task is { IsWanted: true, State: <= TaskState.Pending });
}
