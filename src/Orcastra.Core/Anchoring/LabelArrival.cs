using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>Whether an anchor's label may come to a node where the anchor runs.</summary>
internal static class LabelArrival
{
    /// <summary>Why the label must not be set on a node, since it is somebody else's there; null if it may.</summary>
    public static string? Foreign(PlanningContext context, Node node, string key)
    {
        if (context.Declared(node, key) is { } other && !string.Equals(other, AnchorLabelPlanner.Value, StringComparison.OrdinalIgnoreCase))
        {
            return $"nodes.yml declares {key}={other} on {node.Hostname}, and {key} is the label of the anchor {key}; rename one of the two";
        }

        return node.Labels.GetValueOrDefault(key, "") is { Length: > 0 } owners && !IsYesOrNo(owners)
            ? $"{node.Hostname} has the label {key}={owners}, which Orcastra has not set, and {key} is the label of the anchor {key}; remove that label, or rename one of the two"
            : null;
    }

    private static bool IsYesOrNo(string value) => bool.TryParse(value, out _);

    /// <summary>True if the label may be set on a node where the anchor runs; else it is said why not.</summary>
    public static bool MayCome(PlanningContext context, PlanDraft draft, Group group, Node node)
    {
        if (Foreign(context, node, group.Name) is { } foreign)
        {
            draft.Refuse(Runner.LabelSync, node.Hostname, $"label {group.Name} is not set: {foreign}");
            return false;
        }

        if (GlobalFollowers.Barring(context, draft, group) is { } barring)
        {
            draft.Refuse(Runner.LabelSync, node.Hostname, $"label {group.Name} is not set: it would start {barring.Service.Name}, which is global, beside its task elsewhere, and that is not moved: {barring.Objection}");
            return false;
        }

        if (LabelStops.Elsewhere(context.Snapshot, group, node) is { } stopping)
        {
            draft.WatchClosely(); // the end of a stop wakes nobody
            draft.Wait(Runner.LabelSync, node.Hostname, $"label {group.Name} waits: task {stopping.Id} on {context.Snapshot.NameOf(stopping.NodeId)} may still be stopping, and its successor, which waits for the label, would start beside it");
            return false;
        }

        if (GlobalFollowers.NotGatedYet(context, draft, group).FirstOrDefault() is { } global)
        {
            HoldBack(draft, group, node, global);
            return false;
        }

        return true;
    }

    private static void HoldBack(PlanDraft draft, Group group, Node node, Service global)
    {
        if (global.IsPaused)
        {
            draft.Refuse(Runner.LabelSync, node.Hostname, $"label {group.Name} is not set: it would start {global.Name}, which is global, beside its task elsewhere, and that cannot be moved while its owner's update is paused; end that by docker service rollback, or deploy it anew");
            return;
        }

        draft.WatchClosely();
        draft.Wait(Runner.LabelSync, node.Hostname, $"label {group.Name} waits until {global.Name}, which is global, can be kept from starting here before it has ended elsewhere");
    }
}
