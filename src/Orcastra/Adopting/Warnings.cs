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
        select $"{dependent.Service.Name} keeps data in {(mount.Source.Length > 0 ? $"the {mount.Type} {mount.Source}" : $"an anonymous volume at {mount.Target}")} of one node: when it follows {anchor.Name} that data stays behind, unless it is shared storage";

    private static IEnumerable<string> Unbound(ClusterSnapshot snapshot, ProposedAnchor anchor)
    {
        foreach (var maybe in anchor.Maybe)
        {
            yield return $"{maybe.Service.Name} {maybe.Why} like others of {anchor.Service.Name}: Swarm places it apart; declare it (its line is there as a comment) if it belongs beside {anchor.Name}";
        }

        var places = snapshot.PlacesOf(anchor.Service.Id);
        foreach (var dependent in anchor.Dependents.Where(one => !places.IsEmpty && !snapshot.PlacesOf(one.Service.Id).IsSubsetOf(places)))
        {
            yield return $"{dependent.Service.Name} runs on {snapshot.NamesOf(snapshot.PlacesOf(dependent.Service.Id))}, its anchor on {snapshot.NamesOf(places)}: it would be moved at once";
        }
    }

    private static IEnumerable<string> UndeclaredUsers(ProposedAnchor anchor, ImmutableArray<LabelUse> uses) =>
        from use in uses
        where use.Label == anchor.Name && use.Service.Id != anchor.Service.Id && anchor.Dependents.All(dependent => dependent.Service.Id != use.Service.Id)
        select $"{use.Service.Name} uses the label {anchor.Name} too ({use.Text}) without being declared: while a task of it needs the label on a node it stays there";

    private static IEnumerable<string> MisplacedLabels(ClusterSnapshot snapshot, ProposedAnchor anchor)
    {
        var places = snapshot.PlacesOf(anchor.Service.Id);
        var labelled = snapshot.Nodes.Values.Where(node => AnchorLabelPlanner.Has(node, anchor.Name)).Select(node => node.Id).ToList();
        return places.IsEmpty || places.SetEquals(labelled)
            ? []
            : [$"the label {anchor.Name} is on {(labelled.Count > 0 ? snapshot.NamesOf(labelled) : "no node")}, but {anchor.Service.Name} runs on {snapshot.NamesOf(places)}: the label would be moved there"];
    }

    private static IEnumerable<string> LabelsOfNobody(ClusterSnapshot snapshot, ImmutableArray<ProposedAnchor> anchors, ImmutableArray<LabelUse> uses) =>
        from use in uses
        where use.Binds && anchors.All(anchor => anchor.Name != use.Label) && snapshot.Nodes.Values.All(node => !AnchorLabelPlanner.Has(node, use.Label))
        group use.Service.Name by use.Label into users
        select $"no node has the label {users.Key}, which {string.Join(", ", users.Distinct())} asks for, and no service is named so: declare it in nodes.yml, or correct the constraint";
}
