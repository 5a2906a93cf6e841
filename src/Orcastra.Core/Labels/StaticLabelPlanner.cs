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
    private static readonly ImmutableSortedSet<string> NoLabels = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Plans the static labels of all nodes.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        if (!context.Policy.HasNodes)
        {
            return;
        }

        ForgetRemovedNodes(context, draft);
        NameTheUnknown(context, draft);
        var anchors = new Lazy<HashSet<string>>(() => context.Policy.Anchors.Select(anchor => anchor.Name)
            .Concat(groups.Select(group => group.Name))
            .Concat(draft.Memory.AnchorLabels)
            .ToHashSet(StringComparer.Ordinal));

        // Each is looked up once: in the sorted one that would take ten times as long in a large Swarm.
        var ownedByNode = draft.Memory.OwnedLabels.ToDictionary(StringComparer.Ordinal);
        foreach (var node in context.Snapshot.NodesByHostname)
        {
            PlanNode(context, draft, node, ownedByNode.GetValueOrDefault(node.Id, NoLabels), anchors);
        }
    }

    private static void PlanNode(PlanningContext context, PlanDraft draft, Node node, ImmutableSortedSet<string> owned, Lazy<HashSet<string>> lazyAnchors)
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

        if (!context.Policy.PruneUnknownLabels && owned.Count == wanted.Count && wanted.Keys.All(owned.Contains))
        {
            return; // nothing has left the file, and what came from it is remembered
        }

        var anchors = lazyAnchors.Value;
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
        if (owned.SetEquals(draft.Memory.OwnedLabels.GetValueOrDefault(node.Id, NoLabels)))
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
