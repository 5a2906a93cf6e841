using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>The last write: the gate goes, with what has to go or stay along with it.</summary>
internal static class GateLeaving
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Takes the gate and the mark away; a task that runs is left alone by that.</summary>
    public static void Leave(GateStep step, string reason)
    {
        var edits = ImmutableArray.Create<SpecEdit>(new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix), new SpecEdit.RemoveServiceLabel(Trace.Mark));
        if (step.GoesForward && step.Group is { } group && !group.Binds(step.Service.Spec) && IsToBeBound(group, step.Service) && IsLabelled(step, group))
        {
            edits = edits.Add(new SpecEdit.AddConstraint(group.Binding));
        }

        step.Write(reason, TakesBack(step) ? edits.Add(new SpecEdit.Force(step.HandOff.ForceUpdate - 1)) : edits);
    }

    // A restart that failed while some of its tasks had not had their turn: as it was before, they are left alone. Where one
    // came up it goes on: taken back it would restart that one a second time. That managers have not heard of a node since their
    // leader changed ends no task there.
    private static bool TakesBack(GateStep step) =>
        step.HandOff is { Purpose: HandOffPurpose.Restart, Anchor.Length: > 0 } && step.Passage.IsOurs
        && !step.Passage.Wanted.Any(task => step.Passage.Holds(task) && task.State == TaskState.Running && !step.Snapshot.IsGone(task.NodeId));

    private static bool IsToBeBound(Group group, Service service) =>
        group.Dependents.Any(dependent => dependent.Service.Id == service.Id && dependent.Bind);

    // Its anchor may have left meanwhile, and the label with it: a binding now would have the updater and the enforcer move it.
    private static bool IsLabelled(GateStep step, Group group) =>
        step.Snapshot.PlacesOf(step.Service.Id).All(id => AnchorLabelPlanner.Has(step.Snapshot.Nodes[id], group.Name));

    /// <summary>Takes the gate away once a global service cannot start again elsewhere: it does wherever its label is, the moment the gate goes.</summary>
    /// <param name="step">The hand-off.</param>
    /// <param name="since">Since when that is waited for.</param>
    /// <param name="reason">Why the gate goes.</param>
    public static void LeaveAlone(GateStep step, DateTimeOffset since, string reason)
    {
        if (GlobalFollowers.LabelElsewhere(step) is { } labelled && step.Context.Policy.MayBegin)
        {
            var what = $"label {step.Group!.Name} is still on {labelled}, where it would start again";
            if (step.Now < since + Patience || GlobalFollowers.IsLabelInUse(step))
            {
                step.Wait(what);
                return;
            }

            // It does start there again, and would be brought here again without end.
            Persistence.CountOnce(step, what);
        }

        Leave(step, reason);
    }

    /// <summary>
    /// Ends what has failed. A move is undone. A restart is taken back, so that Swarm's updater does not go on to the replicas
    /// that still run. What follows a label as a global service stays with it: brought back it would run in both places.
    /// </summary>
    public static void GiveUp(GateStep step, string what, string then)
    {
        if (step.GoesForward && step.Service.Spec.UserHash == step.HandOff.UserHash && !GlobalFollowers.IsOne(step))
        {
            GateUndo.Begin(step, what);
            return;
        }

        if (step.HandOff.Undo is null)
        {
            Persistence.CountOnce(step, what);
        }

        LeaveAlone(step, step.HandOff.OpenedAt ?? step.HandOff.GatedAt ?? step.Now, $"{what}; {then}");
    }
}
