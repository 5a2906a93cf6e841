using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Restarts;

/// <summary>
/// Restarts dependents once when their anchor came back as a new task: not while it is down, not those that a hand-off
/// moves anyway. What is first seen is adopted silently, so that installing Orcastra restarts nothing.
/// </summary>
public static class RestartPlanner
{
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

        if (known is not null && !IsComplete(context.Snapshot, group.Anchor))
        {
            draft.WatchClosely(); // a rolling anchor counts once, when it is complete
            return;
        }

        var cameBack = !fresh.IsEmpty && known!.TaskIds.Any(id => running.All(task => task.Id != id));
        if (cameBack && context.Policy.MayBegin)
        {
            RestartStale(context, draft, group, fresh.Max(task => task.StatusAt));
        }

        if (!cameBack || context.Policy.MayBegin)
        {
            var adoption = new Adoption([.. running.Select(task => task.Id)]);
            draft.Memory = draft.Memory with { Adoptions = draft.Memory.Adoptions.SetItem(group.Anchor.Id, adoption) };
        }
    }

    private static bool IsComplete(ClusterSnapshot snapshot, Service anchor) =>
        anchor.UpdateState is not (UpdateState.Updating or UpdateState.RollbackStarted)
        && !snapshot.StoppingTasks(anchor.Id).Any()
        && snapshot.TasksOf(anchor.Id).Where(task => task is { IsWanted: true, HasEnded: false }).All(snapshot.HasPlace);

    private static void RestartStale(PlanningContext context, PlanDraft draft, Group group, DateTimeOffset anchorSince)
    {
        foreach (var dependent in group.Dependents.Where(dependent => dependent.Restart))
        {
            var service = dependent.Service;
            var stale = context.Snapshot.PlacedTasks(service.Id).Where(task => task.StatusAt < anchorSince).ToList();
            if (stale.Count == 0 || draft.Memory.HandOffs.ContainsKey(service.Id) || WillMove(context, draft, group, dependent))
            {
                continue;
            }

            if (service.Spec.Restart.Condition == RestartCondition.None)
            {
                draft.Refuse(Runner.LabelSync, service.Name, $"is not restarted after {group.Name}: its restart condition is none");
                continue;
            }

            Restarting.Begin(context, draft, service, group.Name, [.. context.Snapshot.PlacedTasks(service.Id).Select(task => task.NodeId)]);
        }
    }

    // A hand-off starts it anew where its anchor is: one restart, not two.
    private static bool WillMove(PlanningContext context, PlanDraft draft, Group group, Dependent dependent) =>
        Rightful.Misplaced(context.Snapshot, group, dependent.Service) is { IsEmpty: false } misplaced
        && BeginRule.LastingObjection(context, draft, group, dependent, misplaced) is null;
}
