using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Restarts;

/// <summary>
/// Restarts dependents once when their anchor came back as a new task: not while it is down, not those that a hand-off
/// moves anyway. What is first seen is adopted silently, so that installing Orcastra restarts nothing.
/// </summary>
public static class RestartPlanner
{
    private static readonly TimeSpan Hopeless = TimeSpan.FromSeconds(15);

    /// <summary>Plans the restarts of all groups.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        var anchors = groups.Select(group => group.Anchor.Id).ToHashSet(StringComparer.Ordinal);
        var gone = draft.Memory.Adoptions.Keys.Where(id => !anchors.Contains(id)).ToList();
        draft.Memory = draft.Memory with { Adoptions = draft.Memory.Adoptions.RemoveRange(gone) };
        foreach (var group in groups)
        {
            PlanGroup(context, draft, group);
        }
    }

    private static void PlanGroup(PlanningContext context, PlanDraft draft, Group group)
    {
        var running = context.Snapshot.PlacedTasks(group.Anchor.Id).OrderBy(task => task.Id, StringComparer.Ordinal).ToImmutableArray();
        if (running.IsEmpty)
        {
            return;
        }

        var known = draft.Memory.Adoptions.GetValueOrDefault(group.Anchor.Id);
        var fresh = known is null ? [] : running.Where(task => !known.TaskIds.Contains(task.Id)).ToImmutableArray();
        if (known is not null && fresh.IsEmpty && running.Length == known.TaskIds.Length)
        {
            return;
        }

        if (known is not null && !IsComplete(context, group.Anchor))
        {
            draft.WatchClosely(); // a rolling anchor counts once, when it is complete
            return;
        }

        var cameBack = !fresh.IsEmpty && known!.TaskIds.Any(id => running.All(task => task.Id != id));
        var isWaitedFor = cameBack && (!context.Policy.MayBegin || RestartStale(context, draft, group, fresh.Max(task => task.StatusAt)));
        if (!isWaitedFor)
        {
            var adoption = new Adoption([.. running.Select(task => task.Id)]);
            draft.Memory = draft.Memory with { Adoptions = draft.Memory.Adoptions.SetItem(group.Anchor.Id, adoption) };
        }
    }

    // A task that nobody can place for long does not keep the others' followers waiting for ever.
    private static bool IsComplete(PlanningContext context, Service anchor) =>
        anchor.UpdateState is not (UpdateState.Updating or UpdateState.RollbackStarted)
        && !context.Snapshot.StoppingTasks(anchor.Id).Any()
        && context.Snapshot.TasksOf(anchor.Id)
            .Where(task => task is { IsWanted: true, HasEnded: false })
            .All(task => context.Snapshot.HasPlace(task) || (task.NodeId.Length == 0 && context.Now - task.CreatedAt > Hopeless));

    // True while a dependent is still older than its anchor and will not stay so: the anchor's new tasks are adopted only
    // afterwards, so that whoever plans next knows of it. The age of its tasks tells which have been restarted already.
    private static bool RestartStale(PlanningContext context, PlanDraft draft, Group group, DateTimeOffset anchorSince)
    {
        var isWaitedFor = false;
        foreach (var dependent in group.Dependents.Where(dependent => dependent.Restart))
        {
            var service = dependent.Service;
            var placed = context.Snapshot.PlacedTasks(service.Id).ToList();
            if (placed.All(task => task.StatusAt >= anchorSince))
            {
                continue;
            }

            if (draft.Memory.HandOffs.ContainsKey(service.Id) || IsToBeMoved(context, draft, group, dependent))
            {
                isWaitedFor = true;
            }
            else if (Unplaced(context, service) is { } unplaced && context.Now - unplaced.CreatedAt <= Hopeless)
            {
                draft.WatchClosely();
                isWaitedFor = true;
            }
            else if (Objection(context, group, service, placed) is { } objection)
            {
                draft.Refuse(Runner.LabelSync, service.Name, $"is not restarted after {group.Name}: {objection}");
            }
            else
            {
                Restarting.Begin(context, draft, service, group.Name, [.. placed.Select(task => task.NodeId)]);
                isWaitedFor = true;
            }
        }

        return isWaitedFor;
    }

    // What is about to be moved, by a hand-off or by the label alone, starts anew there in any case.
    private static bool IsToBeMoved(PlanningContext context, PlanDraft draft, Group group, Dependent dependent)
    {
        var misplaced = Rightful.Misplaced(context.Snapshot, group, dependent.Service);
        var byLabel = group.Policy.HandOff == HandOffMode.Labels && group.Binds(dependent.Service.Spec);
        return !misplaced.IsEmpty && (byLabel || BeginRule.Lasting(context, draft, group, dependent, misplaced) is null);
    }

    private static SwarmTask? Unplaced(PlanningContext context, Service service) =>
        context.Snapshot.TasksOf(service.Id).FirstOrDefault(task => task is { IsWanted: true, HasEnded: false, NodeId: "" });

    private static string? Objection(PlanningContext context, Group group, Service service, List<SwarmTask> placed)
    {
        if (group.WriteObjection is { } objection)
        {
            return objection;
        }

        if (service.Spec.Restart.Condition == RestartCondition.None)
        {
            return "its restart condition is none";
        }

        if (Movability.FinishedSlot(context.Snapshot, service) is { } finished)
        {
            return $"its task {finished.Id} ended by its own policy and would be run again";
        }

        if (UpdaterPatience.Rolls(service.Spec, placed.Count) && UpdaterPatience.IsExceededBy(service.Spec))
        {
            return $"its tasks stop one after the other and may take {service.Spec.StopGrace.TotalSeconds:0} s each, but Swarm's updater waits 60 s at the most";
        }

        // An update does not get past a task that fits nowhere, and would be begun anew without end.
        if (Unplaced(context, service) is { } unplaced)
        {
            return $"its task {unplaced.Id} fits on no node, and Swarm's updater would not get past it";
        }

        return placed.Select(task => context.Snapshot.Nodes[task.NodeId]).FirstOrDefault(node => !node.TakesTasks) is { } closed
            ? $"{closed.Hostname}, where it runs, takes no new tasks ({closed.Availability.ToString().ToLowerInvariant()})"
            : null;
    }
}
