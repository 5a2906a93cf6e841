using Orcastra.Core;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>What must hold between nodes, their labels and the anchors.</summary>
internal static class NodeRules
{
    /// <summary>Reports what does not.</summary>
    public static void Check(FileDraft draft, Findings findings)
    {
        var names = draft.Nodes.Nodes.Select(node => node.Name).ToList();
        if (draft.Nodes.Leader is { } leader && !names.Contains(leader.Text))
        {
            findings.Error(leader.Place, $"leader '{leader.Text}' is not one of the nodes{Spelling.DidYouMean(leader.Text, names)}");
        }

        foreach (var node in draft.Nodes.Nodes.Where(node => node.Name == draft.Nodes.Leader?.Text && (node.Role == NodeRole.Worker || !node.IsMember)))
        {
            findings.Error(node.Place, $"leader '{node.Name}' is to hold the Swarm: remove 'role: worker' and 'swarm: false' here, or name another leader");
        }

        var anchors = draft.Anchors.ToDictionary(anchor => anchor.Policy.Name, StringComparer.Ordinal);
        foreach (var (node, label) in draft.Nodes.Nodes.SelectMany(node => node.Labels.Select(label => (node, label))))
        {
            if (anchors.TryGetValue(label.Key, out var anchor))
            {
                findings.Error(
                    label.Place,
                    $"label '{label.Key}' of node '{node.Name}' is the label of the anchor at {anchor.Place}, which moves by itself; remove it here or rename it");
            }
        }

        foreach (var twins in draft.Nodes.Nodes.Where(node => node.Ip.Length > 0).GroupBy(node => node.Ip).Where(twins => twins.Count() > 1))
        {
            findings.Note($"{twins.Last().Place}: {string.Join(", ", twins.Select(node => node.Name))} have the same address {twins.Key}");
        }
    }
}
