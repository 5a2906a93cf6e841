using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// Takes one recorded hand-off one step further, from what the snapshot shows and nothing else: whoever reads the same
/// memory and the same Swarm takes the same step, so it does not matter which process began it.
/// </summary>
internal static class GatePlanner
{
    /// <summary>Plans the next step.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="draft">The plan so far.</param>
    /// <param name="handOff">The record.</param>
    /// <param name="group">The group its service belongs to now; null if none.</param>
    public static void Advance(PlanningContext context, PlanDraft draft, HandOff handOff, Group? group)
    {
        if (!context.Snapshot.Services.TryGetValue(handOff.ServiceId, out var service))
        {
            Forget(draft, handOff);
            return;
        }

        draft.WatchClosely();
        var step = new GateStep(context, draft, new Passage(context.Snapshot, handOff, service), group);
        if (step.Passage.IsGated)
        {
            Gated(step);
        }
        else if (step.Passage.IsGatedForBefore)
        {
            GateUndo.Swap(step);
        }
        else if (handOff.GatedAt is null && handOff.Undo is null)
        {
            GateClosing.Close(step);
        }
        else
        {
            CountRollback(step);
            Forget(draft, handOff);
        }
    }

    // failure_action: rollback takes the gate away by itself: without counting it the attempts would never end.
    private static void CountRollback(GateStep step)
    {
        if (step.GoesForward && step.HandOff.GatedAt is not null
            && step.Service.UpdateState is UpdateState.RollbackStarted or UpdateState.RollbackPaused or UpdateState.RollbackCompleted)
        {
            Persistence.CountOnce(step, "it was rolled back in the middle"); // or it has been seen to fail before
        }
    }

    /// <summary>Drops the record; what is left of it in the Swarm is swept.</summary>
    public static void Forget(PlanDraft draft, HandOff handOff) =>
        draft.Memory = draft.Memory with { HandOffs = draft.Memory.HandOffs.Remove(handOff.ServiceId) };

    private static void Gated(GateStep step)
    {
        if (step.HandOff.GatedAt is null)
        {
            step = step.Remember(step.HandOff with { GatedAt = step.Now });
        }

        if (step.Passage.OpenNodes.IsEmpty || HasToOpenMore(step))
        {
            GateOpening.Open(step);
        }
        else
        {
            GateWatch.Watch(step);
        }
    }

    // It stands open where replicas are in place; the one that moves may fit beside another of its anchors only.
    private static bool HasToOpenMore(GateStep step) =>
        step.GoesForward
        && !step.Passage.Pending.IsEmpty
        && step.Passage.OpenNodes.Any(step.IsDestination)
        && step.Rightful().Any(id => !step.Passage.OpenNodes.Contains(id));
}
