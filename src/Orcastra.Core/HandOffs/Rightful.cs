using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Fitting;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>Where a dependent belongs, and whether it can be there.</summary>
internal static class Rightful
{
    private static readonly TimeSpan Scheduling = TimeSpan.FromSeconds(15);

    /// <summary>True if no node has taken the task for so long that it fits nowhere as things are.</summary>
    public static bool IsHopeless(PlanningContext context, SwarmTask task) =>
        task is { IsWanted: true, State: <= TaskState.Pending } && context.Now > HopelessAt(task);

    /// <summary>After which a task that no node has taken yet is hopeless.</summary>
    public static DateTimeOffset HopelessAt(SwarmTask task) => task.CreatedAt + Scheduling;

    /// <summary>True if everything the service wants is placed, or waits for a node that nobody can give it now.</summary>
    public static bool IsSettled(ClusterSnapshot snapshot, Service service) => snapshot.TasksOf(service.Id)
        .Where(task => task is { IsWanted: true, HasEnded: false })
        .All(task => snapshot.HasPlace(task) || task.State == TaskState.Pending || snapshot.IsGone(task.NodeId) || HasFailedBefore(snapshot, task));

    /// <summary>True if the task comes after one that failed: it may fail as well, for ever, and nobody waits for it.</summary>
    public static bool HasFailedBefore(ClusterSnapshot snapshot, SwarmTask task) => snapshot.TasksOf(task.ServiceId)
        .Where(other => other.Position == task.Position && other.CreatedAt < task.CreatedAt)
        .MaxBy(other => other.CreatedAt) is { State: TaskState.Failed or TaskState.Rejected, WasEvicted: false };

    /// <summary>Placed tasks of a dependent that are not where its anchor is.</summary>
    public static ImmutableArray<SwarmTask> Misplaced(ClusterSnapshot snapshot, Group group, Service dependent)
    {
        var places = snapshot.PlacesOf(group.Anchor.Id);
        var placed = snapshot.PlacedTasks(dependent.Id);
        return places.IsEmpty || placed.All(task => places.Contains(task.NodeId)) ? [] : [.. placed.Where(task => !places.Contains(task.NodeId))];
    }

    /// <summary>Nodes beside its anchor where the service fits and may be let in.</summary>
    public static ImmutableArray<string> Targets(PlanningContext context, Memory memory, Group group, Service service) =>
        Fit(context.Snapshot, memory, group.Name, service)
            .Fitting(context.Snapshot.PlacesOf(group.Anchor.Id).Where(id => Unlabellable(context, group, service, id) is null));

    /// <summary>Why the anchor's label, which the service needs by its own constraint, cannot be set on a node; null if it can.</summary>
    public static string? Unlabellable(PlanningContext context, Group group, Service service, string nodeId)
    {
        var node = context.Snapshot.Nodes[nodeId];
        if (!group.IsLabelMissing(service.Spec, node))
        {
            return null;
        }

        if (LabelArrival.Foreign(context, node, group.Name) is { } foreign)
        {
            return $"it needs the label {group.Name} on {node.Hostname}: {foreign}";
        }

        // One that any write would kill is about to be stopped: that is waited for.
        return LabelGuard.VictimOfAny(context.Snapshot, node) is null && LabelGuard.Victim(context.Snapshot, node, group.Name, AnchorLabelPlanner.Value) is { } victim
            ? $"it needs the label {group.Name} on {node.Hostname}, where the label would kill task {victim.Id}"
            : null;
    }

    /// <summary>The question whether the service fits, with what else is on its way counted in.</summary>
    public static Fit Fit(ClusterSnapshot snapshot, Memory memory, string anchor, Service service) => new(
        snapshot,
        service,
        ImmutableDictionary<string, string>.Empty.Add(anchor, AnchorLabelPlanner.Value),
        Expected(snapshot, memory, service.Id));

    /// <summary>What is under way, on every node it may still go to: too much rather than too little.</summary>
    public static ImmutableDictionary<string, ImmutableArray<ServiceSpec>> Expected(ClusterSnapshot snapshot, Memory memory, string except)
    {
        var expected = new Dictionary<string, ImmutableArray<ServiceSpec>>(StringComparer.Ordinal);
        foreach (var handOff in memory.HandOffs.Values.Where(handOff => handOff.ServiceId != except && handOff.Purpose != HandOffPurpose.Restart))
        {
            if (!snapshot.Services.TryGetValue(handOff.ServiceId, out var service))
            {
                continue;
            }

            foreach (var target in handOff.Targets)
            {
                var gate = Trace.GateConstraint(handOff.Id, handOff.Epoch);
                var here = snapshot.TasksOn(target).Count(task => task.ServiceId == service.Id && !task.HasEnded && task.Constraints.Contains(gate));
                var coming = Math.Max(0, handOff.From.Length - here);
                expected[target] = expected.GetValueOrDefault(target, []).AddRange(Enumerable.Repeat(service.Spec, coming));
            }
        }

        return expected.ToImmutableDictionary();
    }
}
