using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Swarm;

namespace Orcastra.Adopting;

/// <summary>What an owner should know before Orcastra runs with a proposal.</summary>
internal static class Warnings
{
    /// <summary>All of it.</summary>
    public static IEnumerable<string> For(ClusterSnapshot snapshot, ImmutableArray<ProposedAnchor> anchors, ImmutableArray<LabelUse> uses) =>
    [
        .. anchors.SelectMany(LocalData),
        .. anchors.SelectMany(anchor => Unbound(snapshot, anchor)),
        .. anchors.SelectMany(anchor => UndeclaredUsers(anchor, uses)),
        .. anchors.SelectMany(anchor => MisplacedLabels(snapshot, anchor)),
        .. LabelsOfNobody(snapshot, anchors, uses),
    ];

    private static IEnumerable<string> LocalData(ProposedAnchor anchor) =>
        from dependent in anchor.Dependents
        let mount = Movability.LocalMount(dependent.Service.Spec)
        where mount is not null
        select $"{dependent.Service.Name} keeps data in {(mount.Source.Length > 0 ? $"the {mount.Type} {mount.Source}" : $"an anonymous volume at {mount.Target}")}, on the node where it runs. When it follows {anchor.Name} to another node it starts there without that data, unless it is shared storage. If it is not, take {anchor.Written(dependent.Service)} out of the file";

    private static IEnumerable<string> Unbound(ClusterSnapshot snapshot, ProposedAnchor anchor)
    {
        foreach (var maybe in anchor.Maybe)
        {
            yield return $"{maybe.Service.Name} {maybe.Why}, but no constraint keeps it on the same node. If it belongs there, remove the # before its line in the file; if not, there is nothing to do";
        }

        var places = snapshot.PlacesOf(anchor.Service.Id);
        foreach (var dependent in anchor.Dependents.Where(one => !places.IsEmpty && !snapshot.PlacesOf(one.Service.Id).IsSubsetOf(places)))
        {
            yield return $"{dependent.Service.Name} runs on {snapshot.NamesOf(snapshot.PlacesOf(dependent.Service.Id))}, its anchor {anchor.Service.Name} on {snapshot.NamesOf(places)}. With this file `orcastra run` moves it there at once: its task stops, and starts again beside its anchor";
        }
    }

    private static IEnumerable<string> UndeclaredUsers(ProposedAnchor anchor, ImmutableArray<LabelUse> uses) =>
        from use in uses
        where use.Label == anchor.Name && use.Service.Id != anchor.Service.Id && anchor.Dependents.All(dependent => dependent.Service.Id != use.Service.Id)
        select $"{use.Service.Name} has a constraint on the label {anchor.Name} too ({use.Text}), but is not in the file. Where moving the label would kill a task of it, the label stays as it is, even if {anchor.Service.Name} moves. Add it to the file if it is to follow, or remove its constraint";

    private static IEnumerable<string> MisplacedLabels(ClusterSnapshot snapshot, ProposedAnchor anchor)
    {
        var places = snapshot.PlacesOf(anchor.Service.Id);
        var labelled = snapshot.Nodes.Values.Where(node => AnchorLabelPlanner.Has(node, anchor.Name)).Select(node => node.Id).ToList();
        return places.IsEmpty || places.SetEquals(labelled)
            ? []
            : [$"the label {anchor.Name} is on {(labelled.Count > 0 ? snapshot.NamesOf(labelled) : "no node")}, but {anchor.Service.Name} runs on {snapshot.NamesOf(places)}. With this file `orcastra run` {(labelled.Count > 0 ? "moves it there" : "sets it there")}"];
    }

    private static IEnumerable<string> LabelsOfNobody(ClusterSnapshot snapshot, ImmutableArray<ProposedAnchor> anchors, ImmutableArray<LabelUse> uses) =>
        from use in uses
        where use.Binds && anchors.All(anchor => anchor.Name != use.Label) && snapshot.Nodes.Values.All(node => !AnchorLabelPlanner.Has(node, use.Label))
        group use.Service.Name by use.Label into users
        select $"no node has the label {users.Key}, which {string.Join(", ", users.Distinct())} asks for: Swarm cannot place it anywhere. No service is called {users.Key} either, so it is not an anchor's label. Declare it for a node in nodes.yml, or correct the constraint";
}
