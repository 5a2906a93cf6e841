using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;

namespace Orcastra.Core.HandOffs;

/// <summary>Leaves a dependent that is in place the permanent constraint its owner asked for. Restarts nothing.</summary>
internal static class Binding
{
    /// <summary>Plans the constraint where it is wished, missing and already true.</summary>
    public static void Settle(PlanningContext context, PlanDraft draft, Group group, Dependent dependent)
    {
        var service = dependent.Service;
        var snapshot = context.Snapshot;
        if (!dependent.Bind || group.Policy.HandOff == HandOffMode.Labels || service.IsMidRollout || group.Binds(service.Spec)
            || ServiceRollback.IsUnderWay(draft.Memory, service))
        {
            return;
        }

        var places = snapshot.PlacesOf(service.Id);
        if (places.IsEmpty || snapshot.StoppingTasks(service.Id).Any())
        {
            return;
        }

        var wanted = snapshot.TasksOf(service.Id).Where(task => task is { IsWanted: true, HasEnded: false });
        if (wanted.All(snapshot.HasPlace) && places.All(id => AnchorLabelPlanner.Has(snapshot.Nodes[id], group.Name)))
        {
            draft.Add(new HandOffStep(
                Runner.LabelSync,
                $"binds it to the label {group.Name}; a constraint its tasks satisfy restarts nothing",
                service,
                snapshot.NamesOf(places),
                snapshot.NamesOf(places),
                [new SpecEdit.AddConstraint(group.Binding)]));
        }
    }
}
