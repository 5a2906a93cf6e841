using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
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
        draft.Memory = draft.Memory with
        {
            Adoptions = draft.Memory.Adoptions.RemoveRange(draft.Memory.Adoptions.Keys.Where(id => !anchors.Contains(id)).ToList()),
            Returns = draft.Memory.Returns.RemoveRange(draft.Memory.Returns.Keys.Where(id => !anchors.Contains(id)).ToList()),
        };
        foreach (var group in groups)
        {
            PlanGroup(context, draft, group);
        }
    }

    private static void PlanGroup(PlanningContext context, PlanDraft draft, Group group)
    {
        var running = context.Snapshot.PlacedTasks(group.Anchor.Id);
        if (running.IsEmpty)
        {
            return;
        }

        var known = draft.Memory.Adoptions.GetValueOrDefault(group.Anchor.Id);
        var isFresh = known is not null && running.Any(task => !known.TaskIds.Contains(task.Id));
        if (known is not null && !isFresh && running.Length == known.TaskIds.Length)
        {
            return;
        }

        if (known is not null && !Return.IsComplete(context, group.Anchor))
        {
            draft.WatchClosely(); // a rolling anchor counts once, when it is complete
            return;
        }

        if (known is not null && !isFresh && Return.IsAwaited(context.Snapshot, group.Anchor))
        {
            return; // what has ended is not forgotten before its successor runs, which would look like one more task
        }

        ImmutableArray<string> ids = [.. running.Select(task => task.Id).Order(StringComparer.Ordinal)];
        var cameBack = isFresh && known!.TaskIds.Any(id => !ids.Contains(id));
        var isWaitedFor = cameBack && (!context.Policy.MayBegin || RestartStale(context, draft, group, ids));
        if (!isWaitedFor)
        {
            draft.Memory = draft.Memory with { Adoptions = draft.Memory.Adoptions.SetItem(group.Anchor.Id, new(ids)) };
        }
    }

    // True while a dependent is still older than its anchor and will not stay so: the anchor's new tasks are adopted only
    // afterwards, so that whoever plans next knows of it. The age of its tasks tells which have been restarted already.
    private static bool RestartStale(PlanningContext context, PlanDraft draft, Group group, ImmutableArray<string> anchorTasks)
    {
        var isWaitedFor = false;
        foreach (var dependent in group.Dependents.Where(dependent => dependent.Restart && Return.IsMissedBy(context.Snapshot, group, dependent.Service)))
        {
            var service = dependent.Service;
            if (draft.Memory.HandOffs.ContainsKey(service.Id) || ServiceRollback.IsUnderWay(draft.Memory, service) || IsToBeMoved(context, draft, group, dependent))
            {
                isWaitedFor = true;
            }
            else if (RestartRule.IsStarting(context, service))
            {
                draft.WatchClosely();
                isWaitedFor = true;
            }
            else if (service.IsMidRollout)
            {
                draft.Wait(Runner.LabelSync, service.Name, $"is restarted after {group.Name} once its owner's update, which is {service.UpdateState.ToString().ToLowerInvariant()}, has ended");
                isWaitedFor = true;
            }
            else if (RestartRule.Objection(context, draft, group, service) is { } objection)
            {
                draft.Refuse(Runner.LabelSync, service.Name, $"is not restarted after {group.Name}: {objection}");
            }
            else
            {
                isWaitedFor = true;
                Begin(context, draft, group, service, anchorTasks);
            }
        }

        return isWaitedFor;
    }

    // The first return is followed at once; the followers of an anchor that comes back again and again wait ever longer.
    private static void Begin(PlanningContext context, PlanDraft draft, Group group, Service service, ImmutableArray<string> anchorTasks)
    {
        var known = draft.Memory.Returns.GetValueOrDefault(group.Anchor.Id);
        if (Dwelling.NotBefore(context, known, anchorTasks) is { } due)
        {
            draft.LookAgain(due);
            draft.Wait(Runner.LabelSync, service.Name, $"its anchor {group.Name} comes back often; it is restarted after it at {due:HH:mm:ss} UTC at the earliest");
            return;
        }

        draft.Memory = draft.Memory with { Returns = draft.Memory.Returns.SetItem(group.Anchor.Id, Dwelling.Next(context, known, anchorTasks)) };
        Restarting.Begin(context, draft, service, group, group.Name, [.. context.Snapshot.PlacedTasks(service.Id).Select(task => task.NodeId)]);
    }

    // What is about to be moved, by a hand-off or by the label alone, starts anew there in any case.
    private static bool IsToBeMoved(PlanningContext context, PlanDraft draft, Group group, Dependent dependent)
    {
        var misplaced = Rightful.Misplaced(context.Snapshot, group, dependent.Service);
        var byLabel = group.Policy.HandOff == HandOffMode.Labels && group.Binds(dependent.Service.Spec);
        return !misplaced.IsEmpty && (byLabel || BeginRule.Lasting(context, draft, group, dependent, misplaced) is null);
    }
}
