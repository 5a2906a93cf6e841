using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// A global service that is bound to its anchor's label starts wherever the label appears, without waiting for its task
/// elsewhere: its gate has to be shut before the label is set, and the label gone from where it was before the gate goes.
/// </summary>
internal static class GlobalFollowers
{
    /// <summary>The follower that the label must not reach yet; null if there is none.</summary>
    public static Service? NotGatedYet(PlanningContext context, PlanDraft draft, Group group) => group.Dependents
        .Where(dependent => dependent.Service.Spec.Mode == ServiceMode.Global
            && group.Policy.HandOff == HandOffMode.Ordered
            && group.Binds(dependent.Service.Spec)
            && !Trace.IsIn(dependent.Service.Spec))
        .FirstOrDefault(dependent => Rightful.Misplaced(context.Snapshot, group, dependent.Service) is { IsEmpty: false } misplaced
            && BeginRule.Lasting(context, draft, group, dependent, misplaced) is null)?.Service;

    /// <summary>Names of nodes outside the gate that still carry the label which brings the service there; null if none does.</summary>
    public static string? LabelElsewhere(GateStep step)
    {
        if (step.Group is not { } group || !step.GoesForward || step.Service.Spec.Mode != ServiceMode.Global)
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
