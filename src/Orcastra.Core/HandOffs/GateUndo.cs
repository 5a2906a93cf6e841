using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>Brings a service back to where it ran: the gate is swapped for one that is open there already.</summary>
internal static class GateUndo
{
    /// <summary>Turns the hand-off round and counts the attempt.</summary>
    public static void Begin(GateStep step, string reason)
    {
        Persistence.CountOnce(step, reason);
        if (step.Errand?.HasStayed == true)
        {
            GateLeaving.Leave(step, $"{reason}; a task of it still runs where it came from, so the gate goes and Swarm places the others");
            return;
        }

        if (step.Passage.HasSomethingInPlace || step.Passage.OpenNodes.Any(step.HandOff.From.Contains))
        {
            GateLeaving.Leave(step, $"{reason}; a task of it is in place behind the gate, so the gate goes and Swarm places the others");
            return;
        }

        if (step.Passage.HasDoubledSlot)
        {
            GateLeaving.Leave(step, $"{reason}; Swarm has made two tasks for one replica and would wait for the end of only one of them, so the gate goes and Swarm places it");
            return;
        }

        step = step.Remember(step.HandOff with { Undo = reason, Epoch = step.HandOff.Epoch + 1, OpenedAt = null, RunningSince = null });
        if (IsToBeOpenFirst(step))
        {
            Admit(step);
        }
    }

    /// <summary>Swaps the gate once its own nodes are open; where none takes tasks any more the gate goes altogether.</summary>
    public static void Swap(GateStep step)
    {
        var back = step.Rightful();
        if (step.Service.Spec.UserHash != step.HandOff.UserHash && step.Passage.Wanted.All(step.Snapshot.HasPlace))
        {
            GateLeaving.Leave(step, "its owner has deployed it anew and it runs");
        }
        else if (back.IsEmpty && step.Errand?.IsLiftAwaited == true)
        {
            step.Wait($"{step.Snapshot.NamesOf(step.HandOff.From.Distinct())}, where it goes back to, is about to take tasks again");
        }
        else if (back.IsEmpty)
        {
            GateLeaving.Leave(step, $"{step.HandOff.Undo}; where it came from takes no tasks, so Swarm places it by its own constraints");
        }
        else if (!step.IsOpenOn(back) && IsToBeOpenFirst(step))
        {
            Admit(step);
        }
        else
        {
            step.Write(
                $"{step.HandOff.Undo}; it goes back to {step.Snapshot.NamesOf(back)}",
                new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix),
                new SpecEdit.AddConstraint(step.Passage.Gate));
        }
    }

    // Open beforehand it is back soonest. It has to be shut at first where a label would kill what still runs there, and
    // where the updater would not wait for the end of what runs on the target; for a global service it never waits.
    private static bool IsToBeOpenFirst(GateStep step) =>
        step.Service.Spec.Mode == ServiceMode.Replicated && !UpdaterPatience.IsExceededBy(step.Service.Spec) && step.MayAdmit(step.Rightful());

    private static void Admit(GateStep step)
    {
        foreach (var id in step.Rightful())
        {
            step.Admit(id, $"opens the gate of {step.Service.Name} where it came from: {step.HandOff.Undo}");
        }
    }
}
