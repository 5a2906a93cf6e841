using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// A global service that is bound to its anchor's label starts wherever the label appears, without waiting for its task
/// elsewhere: its gate has to be shut before the label is set, and the label gone from where it was before the gate goes.
/// </summary>
internal static class GlobalFollowers
{
    // A task that its node has not let in this long after its turn came fits nowhere there.
    private static readonly TimeSpan Coming = TimeSpan.FromSeconds(10);

    /// <summary>The followers that the label must not reach yet.</summary>
    public static IEnumerable<Service> NotGatedYet(PlanningContext context, PlanDraft draft, Group group) => Ungated(context, draft, group)
        .Where(follower => follower.Objection is null)
        .Select(follower => follower.Service);

    /// <summary>The follower that stays where it is, so that the label must not come where it would start beside itself; null if there is none.</summary>
    public static (Service Service, string Objection)? Barring(PlanningContext context, PlanDraft draft, Group group) => Ungated(context, draft, group)
        .Where(follower => follower.Objection is not null)
        .Select(follower => ((Service, string)?)(follower.Service, follower.Objection!))
        .FirstOrDefault();

    /// <summary>Why a dependent that needs the label does not get it; null if it may.</summary>
    public static string? Bars(PlanningContext context, PlanDraft draft, Group group, Dependent dependent) =>
        group.Binds(dependent.Service.Spec) && !HasItCome(context.Snapshot, group) && Barring(context, draft, group) is { } barring && barring.Service.Id != dependent.Service.Id
            ? $"it needs the label {group.Name}, which would start {barring.Service.Name}, a global service, beside its task elsewhere; and that is not moved: {barring.Objection}"
            : null;

    /// <summary>True if the label is wherever the anchor runs: nobody has to be held back from it any more.</summary>
    public static bool HasItCome(ClusterSnapshot snapshot, Group group) =>
        snapshot.PlacesOf(group.Anchor.Id).All(id => AnchorLabelPlanner.Has(snapshot.Nodes[id], group.Name));

    private static IEnumerable<(Service Service, string? Objection)> Ungated(PlanningContext context, PlanDraft draft, Group group) => group.Dependents
        .Where(dependent => Follows(group, dependent.Service)
            && context.Snapshot.PlacesOf(group.Anchor.Id) is { IsEmpty: false } places
            && IsElsewhere(context.Snapshot, dependent.Service, places.Contains))
        .Select(dependent => (Dependent: dependent, Misplaced: Rightful.Misplaced(context.Snapshot, group, dependent.Service)))
        .Select(follower => (follower.Dependent.Service, BeginRule.OwnReason(context, draft, group, follower.Dependent, follower.Misplaced)));

    /// <summary>A neighbour that the label would start on a node beside its task elsewhere; null if there is none.</summary>
    public static Service? Beside(ClusterSnapshot snapshot, Group group, Node node, Service self)
    {
        var places = snapshot.PlacesOf(group.Anchor.Id);
        Func<string, bool> isThere = places.Contains(node.Id) ? places.Contains : id => id == node.Id;
        return group.Dependents.Select(dependent => dependent.Service).FirstOrDefault(service => service.Id != self.Id
            && Follows(group, service)
            && IsElsewhere(snapshot, service, isThere));
    }

    private static bool Follows(Group group, Service service) =>
        service.Spec.Mode == ServiceMode.Global && group.Policy.HandOff == HandOffMode.Ordered && group.Binds(service.Spec);

    // A task that is only starting elsewhere will run there, and a gate that let it in there does not keep it from starting
    // here once it goes.
    private static bool IsElsewhere(ClusterSnapshot snapshot, Service service, Func<string, bool> isThere)
    {
        var gates = service.Spec.Constraints.Where(Trace.IsGate).ToList();
        return snapshot.TasksOf(service.Id).Any(task =>
            task.IsWanted && (task.IsOnItsNode || IsComing(snapshot, service, task))
            && !isThere(task.NodeId)
            && !snapshot.IsGone(task.NodeId)
            && (gates.Count == 0 || gates.Any(task.Constraints.Contains)));
    }

    // Nothing is there yet, but its node has been told: it waits for its turn, or for the port of its predecessor, which still stops.
    private static bool IsComing(ClusterSnapshot snapshot, Service service, SwarmTask task) =>
        task is { HasEnded: false, NodeId.Length: > 0 } && snapshot.TakenAt - task.CreatedAt < service.Spec.Restart.Delay + Coming;

    /// <summary>True if the service that is handed off is a global one which follows its anchor's label.</summary>
    public static bool IsOne(GateStep step) => step.Service.Spec.Mode == ServiceMode.Global && step.Group?.Binds(step.Service.Spec) == true;

    /// <summary>True while a follower that is not global is on its way: until it has left the label cannot, and it does leave.</summary>
    public static bool IsLabelInUse(GateStep step) => step.Draft.Memory.HandOffs.Values.Any(other =>
        other is { Purpose: HandOffPurpose.Move, Undo: null, RunningSince: null }
        && other.Anchor == step.HandOff.Anchor
        && step.Snapshot.Services.TryGetValue(other.ServiceId, out var service)
        && service.Spec.Mode == ServiceMode.Replicated);

    /// <summary>Names of nodes outside the gate that still carry the label which brings the service there; null if none does.</summary>
    public static string? LabelElsewhere(GateStep step)
    {
        if (step.Group is not { } group || (step.HandOff.Purpose == HandOffPurpose.Restart && !group.Binds(step.Service.Spec)) || step.Service.Spec.Mode != ServiceMode.Global)
        {
            return null;
        }

        var labelled = step.Snapshot.NodesLabelled(group.Name)
            .Where(node => AnchorLabelPlanner.Has(node, group.Name) && !node.IsGone && !step.Passage.OpenNodes.Contains(node.Id))
            .Select(node => node.Id)
            .ToList();
        return labelled.Count > 0 ? step.Snapshot.NamesOf(labelled) : null;
    }
}
