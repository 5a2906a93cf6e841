using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>What of the nodes that a dependent would go to keeps its gate from being closed.</summary>
internal static class TargetRule
{
    /// <summary>Why it cannot be beside its anchor as things are, and has to stay where it runs; null if it can.</summary>
    public static string? ByRoom(
        PlanningContext context, PlanDraft draft, Group group, Service service, ImmutableArray<SwarmTask> misplaced)
    {
        var places = context.Snapshot.PlacesOf(group.Anchor.Id);
        if (places.Select(id => Rightful.Unlabellable(context, group, service, id)).FirstOrDefault(reason => reason is not null) is { } reason)
        {
            return reason;
        }

        // What waits for a node already waits behind the gate as well, and has to fit there too.
        var pending = context.Snapshot.TasksOf(service.Id).Count(task => task is { IsWanted: true, HasEnded: false, NodeId: "" });
        if (Rightful.Fit(context.Snapshot, draft.Memory, group.Name, service).Objection(places, misplaced.Length + pending) is { } objection)
        {
            return $"it does not fit beside {group.Anchor.Name} and stays where it runs ({objection})";
        }

        return ByPatience(context.Snapshot, service, places, misplaced.Length + pending);
    }

    /// <summary>Why its gate could not be opened there now, so that it would be down until it is brought back; null if it could.</summary>
    public static string? ByVictim(PlanningContext context, PlanDraft draft, Group group, Service service)
    {
        var inPlace = context.Snapshot.PlacesOf(service.Id).Intersect(context.Snapshot.PlacesOf(group.Anchor.Id));
        return ByVictim(context, draft, inPlace.Union(Rightful.Targets(context, draft.Memory, group, service)));
    }

    /// <summary>Why labels must not be written to on these nodes now; null if they may be.</summary>
    public static string? ByVictim(PlanningContext context, PlanDraft draft, IEnumerable<string> nodeIds)
    {
        var victim = nodeIds
            .Select(id => LabelGuard.VictimOfAny(context.Snapshot, context.Snapshot.Nodes[id]))
            .FirstOrDefault(task => task is not null);
        if (victim is null)
        {
            return null;
        }

        var known = context.Snapshot.Services.GetValueOrDefault(victim.ServiceId);
        if (known?.IsPaused != true)
        {
            draft.WatchClosely(); // the end of a stop wakes nobody
        }

        return $"the labels of {context.Snapshot.NameOf(victim.NodeId)} must not be written to: task {victim.Id} of {known?.Name ?? victim.ServiceId}, which runs there although that does not satisfy its service's constraints, would be killed at once; it is waited for until that has been stopped";
    }

    /// <summary>Why Swarm's updater would not wait for its stop; null if it does.</summary>
    public static string? ByPatience(ClusterSnapshot snapshot, Service service, IEnumerable<string> places, int tasks)
    {
        if (!UpdaterPatience.IsExceededBy(service.Spec))
        {
            return null;
        }

        if (UpdaterPatience.Rolls(service.Spec, tasks))
        {
            return $"its {tasks} tasks stop one after the other and may take {service.Spec.StopGrace.TotalSeconds:0} s each, but Swarm's updater waits 60 s at the most; set update_config.parallelism to 0";
        }

        // The gate stands open where a replica is in place: nothing but the updater's patience holds the others back there.
        return service.Spec.Mode == ServiceMode.Replicated && snapshot.PlacesOf(service.Id).Intersect(places) is [var place, ..]
            ? $"a replica of it is in place on {snapshot.NameOf(place)} already; the others may take {service.Spec.StopGrace.TotalSeconds:0} s to stop, and Swarm's updater, which waits 60 s at the most, would start them there before; lower stop_grace_period"
            : null;
    }
}
