using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Labels;

/// <summary>
/// Keeps the labels of <c>nodes.yml</c> true, from the moment a node joins. A label that came from a file and left it is
/// removed; with pruning, every label that no file and no anchor names, except those under <c>orcastra.</c>.
/// </summary>
public static class StaticLabelPlanner
{
    /// <summary>Plans the static labels of all nodes.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        if (!context.Policy.HasNodes)
        {
            return;
        }

        ForgetRemovedNodes(context, draft);
        NameTheUnknown(context, draft);
        var anchors = context.Policy.Anchors.Select(anchor => anchor.Name)
            .Concat(groups.Select(group => group.Name))
            .Concat(draft.Memory.AnchorLabels)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var node in context.Snapshot.Nodes.Values.OrderBy(node => node.Hostname, StringComparer.Ordinal).ThenBy(node => node.Id, StringComparer.Ordinal))
        {
            PlanNode(context, draft, node, anchors);
        }
    }

    private static void PlanNode(PlanningContext context, PlanDraft draft, Node node, HashSet<string> anchors)
    {
        var policy = context.PolicyOf(node);
        var wanted = policy?.Labels ?? ImmutableSortedDictionary<string, string>.Empty;
        foreach (var (key, value) in wanted)
        {
            if (node.Labels.GetValueOrDefault(key) != value)
            {
                LabelGuard.Set(context, draft, Runner.StaticLabels, node, key, value, $"{policy!.Where} declares it");
            }
        }

        var owned = draft.Memory.OwnedLabels.GetValueOrDefault(node.Id, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
        foreach (var key in owned.Except(wanted.Keys).Where(key => !anchors.Contains(key)))
        {
            LabelGuard.Remove(context, draft, Runner.StaticLabels, node, key, "it came from a file and has left it");
        }

        if (context.Policy.PruneUnknownLabels)
        {
            Prune(context, draft, node, anchors, owned.Union(wanted.Keys));
        }

        // Where the label is an anchor's as well it is that anchor's from now on, and goes where the anchor goes.
        Remember(draft, node, owned.Where(key => node.Labels.ContainsKey(key) && !anchors.Contains(key)).Union(wanted.Keys));
    }

    private static void Prune(PlanningContext context, PlanDraft draft, Node node, HashSet<string> anchors, ImmutableSortedSet<string> known)
    {
        foreach (var key in node.Labels.Keys.Where(key => !anchors.Contains(key) && !known.Contains(key) && !key.StartsWith(Trace.Prefix, StringComparison.Ordinal)))
        {
            LabelGuard.Remove(context, draft, Runner.StaticLabels, node, key, "no file names it, and unknown labels are to be pruned");
        }
    }

    private static void Remember(PlanDraft draft, Node node, IEnumerable<string> keys)
    {
        var owned = keys.ToImmutableSortedSet(StringComparer.Ordinal);
        if (owned.SetEquals(draft.Memory.OwnedLabels.GetValueOrDefault(node.Id, [])))
        {
            return;
        }

        draft.Memory = draft.Memory with
        {
            OwnedLabels = owned.IsEmpty ? draft.Memory.OwnedLabels.Remove(node.Id) : draft.Memory.OwnedLabels.SetItem(node.Id, owned),
        };
    }

    private static void NameTheUnknown(PlanningContext context, PlanDraft draft)
    {
        var hostnames = context.Snapshot.Nodes.Values.Select(node => node.Hostname).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in context.Policy.Nodes.Where(entry => !hostnames.Contains(entry.Name) && !context.Snapshot.Nodes.ContainsKey(entry.Name)))
        {
            draft.Refuse(Runner.StaticLabels, entry.Name, $"no node of the Swarm has that hostname or ID (named at {entry.Where}); its labels are set the moment it joins");
        }
    }

    private static void ForgetRemovedNodes(PlanningContext context, PlanDraft draft)
    {
        var gone = draft.Memory.OwnedLabels.Keys.Where(id => !context.Snapshot.Nodes.ContainsKey(id));
        draft.Memory = draft.Memory with { OwnedLabels = draft.Memory.OwnedLabels.RemoveRange(gone) };
    }
}
