using System.Collections.Immutable;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>
/// Keeps each anchor's node label where the anchor runs. While the anchor is down, starting or scaled to 0 the label
/// stays at its last place, so that nobody who needs it is moved for nothing.
/// </summary>
public static class AnchorLabelPlanner
{
    /// <summary>Value of an anchor's label.</summary>
    public const string Value = "true";

    /// <summary>Plans the labels of all anchors, and takes away those of anchors that are no more.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        foreach (var group in groups)
        {
            Follow(context, draft, group);
        }

        var anchors = groups.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var orphan in draft.Memory.AnchorLabels.Where(key => !anchors.Contains(key) && IsOrphan(context, key)))
        {
            TakeAway(context, draft, orphan);
        }
    }

    /// <summary>True if the node carries an anchor's label; label values are compared as Swarm does, without regard to case.</summary>
    public static bool Has(Node node, string key) =>
        string.Equals(node.Labels.GetValueOrDefault(key), Value, StringComparison.OrdinalIgnoreCase);

    private static void Follow(PlanningContext context, PlanDraft draft, Group group)
    {
        if (group.Binds(group.Anchor.Spec))
        {
            draft.Memory = draft.Memory with { AnchorLabels = draft.Memory.AnchorLabels.Remove(group.Name) };
            draft.Refuse(Runner.LabelSync, group.Anchor.Name, $"is itself bound to its label by {group.Binding}: the label stays on the nodes where its owner has set it, for without it there it could fail over to none of them");
            return;
        }

        if (!draft.Memory.AnchorLabels.Contains(group.Name))
        {
            draft.Memory = draft.Memory with { AnchorLabels = draft.Memory.AnchorLabels.Add(group.Name) };
        }

        var places = context.Snapshot.PlacesOf(group.Anchor.Id);
        foreach (var id in places)
        {
            var node = context.Snapshot.Nodes[id];
            if (!Has(node, group.Name) && LabelArrival.MayCome(context, draft, group, node))
            {
                LabelGuard.Set(context, draft, Runner.LabelSync, node, group.Name, Value, $"{group.Anchor.Name} runs on {node.Hostname}");
            }
        }

        if (IsSettled(context.Snapshot, group, places))
        {
            LeaveOldPlaces(context, draft, group, places);
        }
    }

    // Without a file nothing is known of what its owner wants: a mount that failed must not unlabel the Swarm. Only where
    // the service itself is gone too the label has lost its meaning whoever declared it.
    private static bool IsOrphan(PlanningContext context, string key) => context.Policy.HasDependencies
        || !context.Snapshot.Services.Values.Any(service => service.Name == key || service.Name.EndsWith($"_{key}", StringComparison.Ordinal));

    // Added before removed elsewhere: the snapshot must show the label at every place first.
    private static bool IsSettled(ClusterSnapshot snapshot, Group group, ImmutableSortedSet<string> places)
    {
        var spec = group.Anchor.Spec;
        var placed = snapshot.PlacedTasks(group.Anchor.Id).Length;
        return places.Count > 0
            && places.All(id => Has(snapshot.Nodes[id], group.Name))
            && (spec.Mode == ServiceMode.Global || (ulong)placed >= spec.Replicas);
    }

    private static void LeaveOldPlaces(PlanningContext context, PlanDraft draft, Group group, ImmutableSortedSet<string> places)
    {
        var mayLose = group.Policy.HandOff == HandOffMode.Labels ? group.Dependents.Select(dependent => dependent.Service.Id).ToHashSet() : null;
        foreach (var node in Labelled(context.Snapshot, group.Name).Where(node => !places.Contains(node.Id) && !IsReturningTo(draft.Memory, group, node)))
        {
            if (context.Declared(node, group.Name) is not null)
            {
                draft.Refuse(Runner.LabelSync, node.Hostname, $"label {group.Name} stays although {group.Anchor.Name} runs elsewhere: nodes.yml declares it here");
                continue;
            }

            if (IsStartingOn(context.Snapshot, group.Anchor, node))
            {
                continue;
            }

            if (node.State == NodeState.Unknown)
            {
                draft.Wait(Runner.LabelSync, node.Hostname, $"label {group.Name} stays until its managers have heard of {node.Hostname} again");
                continue;
            }

            if (LabelStops.On(context.Snapshot, group, node) is { } stopping)
            {
                draft.WatchClosely(); // the end of a stop wakes nobody
                draft.Wait(Runner.LabelSync, node.Hostname, $"label {group.Name} stays until task {stopping.Id}, which still stops on {node.Hostname}, has ended: its successor would start elsewhere beside it");
                continue;
            }

            LabelGuard.Remove(context, draft, Runner.LabelSync, node, group.Name, $"{group.Anchor.Name} runs on {context.Snapshot.NamesOf(places)} now", mayLose);
        }
    }

    // A dependent that restarts in place, or is on its way back to where it came from, needs the label there before it runs.
    private static bool IsReturningTo(Memory memory, Group group, Node node) => memory.HandOffs.Values.Any(handOff =>
        handOff.Anchor == group.Name
        && handOff is { Undo: not null } or { Purpose: HandOffPurpose.Restart }
        && handOff.From.Contains(node.Id));

    private static void TakeAway(PlanningContext context, PlanDraft draft, string key)
    {
        var left = Labelled(context.Snapshot, key).Where(node => context.Declared(node, key) is null).ToList();
        foreach (var node in left)
        {
            LabelGuard.Remove(context, draft, Runner.LabelSync, node, key, $"no service is the anchor {key} any more");
        }

        if (left.Count == 0)
        {
            draft.Memory = draft.Memory with { AnchorLabels = draft.Memory.AnchorLabels.Remove(key) };
        }
    }

    private static bool IsStartingOn(ClusterSnapshot snapshot, Service anchor, Node node) =>
        !node.IsGone && snapshot.TasksOn(node.Id).Any(task => task.ServiceId == anchor.Id && task is { IsWanted: true, HasEnded: false });

    private static IEnumerable<Node> Labelled(ClusterSnapshot snapshot, string key) =>
        snapshot.NodesLabelled(key).Where(node => Has(node, key));
}
