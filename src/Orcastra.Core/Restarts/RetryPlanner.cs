using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.Fitting;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Restarts;

/// <summary>
/// Starts an anchor or dependent again that Swarm has stopped trying to run, by its group's retry schedule. A task that
/// ended by its own policy is never run again, and a service that its owner's update left paused is its owner's.
/// </summary>
public static class RetryPlanner
{
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(60);

    /// <summary>Plans the retries of all groups, and forgets attempts that have succeeded.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        var members = groups
            .SelectMany(group => group.Dependents.Select(dependent => (dependent.Service, Group: group)).Prepend((Service: group.Anchor, Group: group)))
            .DistinctBy(member => member.Service.Id)
            .ToList();
        if (!draft.Memory.Attempts.IsEmpty)
        {
            var known = members.Select(member => member.Service.Id).ToHashSet(StringComparer.Ordinal);
            draft.Memory = draft.Memory with { Attempts = draft.Memory.Attempts.RemoveRange(draft.Memory.Attempts.Keys.Where(id => !known.Contains(id)).ToList()) };
        }

        foreach (var (service, group) in members)
        {
            PlanService(context, draft, service, group);
        }
    }

    private static void PlanService(PlanningContext context, PlanDraft draft, Service service, Group group)
    {
        if (draft.Memory.HandOffs.ContainsKey(service.Id) || ServiceRollback.IsUnderWay(draft.Memory, service))
        {
            return;
        }

        if (Failure(context.Snapshot, service) is not { } failure)
        {
            Settle(context, draft, service, group);
            return;
        }

        if (group.WriteObjection is { } forbidden)
        {
            draft.Refuse(Runner.LabelSync, service.Name, $"is down ({failure.Error}) and not started again: {forbidden}");
            return;
        }

        // A dependent's moves and restarts are attempts at the same thing: counted apart, each would begin the other's anew.
        var circumstances = service.Id == group.Anchor.Id ? $"{service.Spec.UserHash}/down" : Persistence.Circumstances(context.Snapshot, group, service);
        if (Persistence.Objection(context, draft, service, circumstances, group.Policy.Retries, waitsMade: 1) is { } objection)
        {
            draft.Refuse(Runner.LabelSync, service.Name, objection);
            return;
        }

        if (!context.Policy.MayBegin)
        {
            return;
        }

        if (service.IsMidRollout)
        {
            draft.Refuse(Runner.LabelSync, service.Name, $"is down, but its owner's update is {service.UpdateState.ToString().ToLowerInvariant()}; roll it back or deploy it anew");
            return;
        }

        FirstWaitOrRetry(context, draft, service, group, circumstances, failure);
    }

    // The schedule's first wait runs from the failure itself: Swarm has had its own attempts already.
    private static void FirstWaitOrRetry(
        PlanningContext context, PlanDraft draft, Service service, Group group, string circumstances, SwarmTask failure)
    {
        var isFirst = draft.Memory.Attempts.GetValueOrDefault(service.Id)?.Circumstances != circumstances;
        var due = When(context, failure) + group.Policy.Retries.WaitAfter(0);
        if (isFirst && due > context.Now)
        {
            draft.LookAgain(due);
            return;
        }

        var home = HomeOf(context, draft.Memory, service, group);
        if (home.IsEmpty)
        {
            draft.Refuse(Runner.LabelSync, service.Name, $"is down ({failure.Error}) and not started again: no node where it belongs takes it now");
            return;
        }

        draft.Memory = Persistence.Count(context, draft.Memory, service, circumstances, failure.Error.Length > 0 ? failure.Error : "it failed again");
        Restarting.Begin(context, draft, service, group, "", home);
    }

    // Attempts are forgotten once it has run for a minute where it belongs.
    private static void Settle(PlanningContext context, PlanDraft draft, Service service, Group group)
    {
        if (draft.Memory.Attempts.GetValueOrDefault(service.Id) is not { } attempts)
        {
            return;
        }

        var running = context.Snapshot.PlacedTasks(service.Id).ToList();
        var isInPlace = service.Id == group.Anchor.Id || Rightful.Misplaced(context.Snapshot, group, service).IsEmpty;
        if (running.Count == 0 || !isInPlace)
        {
            return;
        }

        // An attempt that failed a moment ago has not proved anything, however long what is in place has been running.
        var since = running.Max(task => When(context, task));
        var due = (since > attempts.LastAt ? since : attempts.LastAt) + Healthy;
        if (due > context.Now)
        {
            draft.LookAgain(due);
            return;
        }

        draft.Memory = draft.Memory with { Attempts = draft.Memory.Attempts.Remove(service.Id) };
    }

    // A node's clock may be hours ahead: then only the managers' tells how long ago it was, at the most.
    private static DateTimeOffset When(PlanningContext context, SwarmTask task) => task.StatusAt > context.Now ? task.CreatedAt : task.StatusAt;

    // The newest failure of a service of which nothing is up and nothing is coming; null if that is not so. Without a limit
    // of attempts Swarm never stops: then there is only a moment between a task and its successor.
    private static SwarmTask? Failure(ClusterSnapshot snapshot, Service service)
    {
        var mayGiveUp = service.Spec.Restart is { Condition: not RestartCondition.None, MaxAttempts: > 0 };
        if (!mayGiveUp || service.Spec is not { Mode: ServiceMode.Replicated, Replicas: > 0 })
        {
            return null;
        }

        var tasks = snapshot.TasksOf(service.Id);
        if (Movability.FinishedSlot(snapshot, service) is not null || tasks.Any(task => !task.HasEnded && !snapshot.IsGone(task.NodeId)) || tasks.Any(task => task is { NodeId: "", HasEnded: false }))
        {
            return null;
        }

        var newest = tasks.GroupBy(task => task.Position).Select(slot => slot.MaxBy(task => task.CreatedAt)!).MaxBy(task => task.StatusAt);
        return newest?.State is TaskState.Failed or TaskState.Rejected ? newest : null;
    }

    // A dependent belongs beside its anchor and waits for it; an anchor at its last place, or else wherever it fits.
    private static ImmutableArray<string> HomeOf(PlanningContext context, Memory memory, Service service, Group group)
    {
        var snapshot = context.Snapshot;
        if (service.Id != group.Anchor.Id)
        {
            return Rightful.Targets(context, memory, group, service);
        }

        var fit = new Fit(snapshot, service, ImmutableDictionary<string, string>.Empty, Rightful.Expected(snapshot, memory, service.Id));
        var all = fit.Fitting(snapshot.Nodes.Keys.Order(StringComparer.Ordinal));
        ImmutableArray<string> last = [.. all.Where(id => AnchorLabelPlanner.Has(snapshot.Nodes[id], group.Name))];
        return last.IsEmpty ? all : last;
    }
}
