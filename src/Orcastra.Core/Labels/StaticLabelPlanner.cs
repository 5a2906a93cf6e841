using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Labels;

/// <summary>
/// Keeps the labels of <c>nodes.yml</c> true, from the moment a node joins. A label that came from a file and left it is
/// removed; with pruning, every label that no file and no anchor names, except those under <c>orcastra.</c>.
/// </summary>
public static class StaticLabelPlanner
{
    /// <summary>Plans the static labels of all nodes.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft)
    {
        if (!context.Policy.HasNodes)
        {
            return;
        }

        ForgetRemovedNodes(context, draft);
        foreach (var node in context.Snapshot.Nodes.Values.OrderBy(node => node.Hostname, StringComparer.Ordinal).ThenBy(node => node.Id, StringComparer.Ordinal))
        {
            PlanNode(context, draft, node, PolicyOf(context.Policy, node));
        }
    }

    private static NodePolicy? PolicyOf(Policy policy, Node node) =>
        policy.Nodes.FirstOrDefault(entry => entry.Name == node.Hostname) ?? policy.Nodes.FirstOrDefault(entry => entry.Name == node.Id);

    private static void PlanNode(PlanningContext context, PlanDraft draft, Node node, NodePolicy? policy)
    {
        var wanted = policy?.Labels ?? ImmutableSortedDictionary<string, string>.Empty;
        foreach (var (key, value) in wanted)
        {
            if (node.Labels.GetValueOrDefault(key) != value)
            {
                LabelGuard.Set(context, draft, Runner.StaticLabels, node, key, value, $"{policy!.Where} declares it");
            }
        }

        var owned = draft.Memory.OwnedLabels.GetValueOrDefault(node.Id, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
        foreach (var key in owned.Except(wanted.Keys))
        {
            LabelGuard.Remove(context, draft, Runner.StaticLabels, node, key, "it came from a file and has left it");
        }

        if (context.Policy.PruneUnknownLabels)
        {
            Prune(context, draft, node, wanted, owned);
        }

        Remember(draft, node, owned.Where(node.Labels.ContainsKey).Union(wanted.Keys));
    }

    private static void Prune(
        PlanningContext context, PlanDraft draft, Node node, ImmutableSortedDictionary<string, string> wanted, ImmutableSortedSet<string> owned)
    {
        var known = context.Policy.Anchors.Select(anchor => anchor.Name)
            .Concat(draft.Memory.AnchorLabels)
            .Concat(wanted.Keys)
            .Concat(owned)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var key in node.Labels.Keys.Where(key => !known.Contains(key) && !key.StartsWith(Trace.Prefix, StringComparison.Ordinal)))
        {
            LabelGuard.Remove(context, draft, Runner.StaticLabels, node, key, "no file names it, and unknown labels are to be pruned");
        }
    }

    private static void Remember(PlanDraft draft, Node node, IEnumerable<string> keys)
    {
        var owned = keys.ToImmutableSortedSet(StringComparer.Ordinal);
        draft.Memory = draft.Memory with
        {
            OwnedLabels = owned.IsEmpty ? draft.Memory.OwnedLabels.Remove(node.Id) : draft.Memory.OwnedLabels.SetItem(node.Id, owned),
        };
    }

    private static void ForgetRemovedNodes(PlanningContext context, PlanDraft draft)
    {
        var gone = draft.Memory.OwnedLabels.Keys.Where(id => !context.Snapshot.Nodes.ContainsKey(id));
        draft.Memory = draft.Memory with { OwnedLabels = draft.Memory.OwnedLabels.RemoveRange(gone) };
    }
}
