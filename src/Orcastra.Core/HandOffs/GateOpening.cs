using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>The gate is shut: it opens once the old task has ended, and not a moment earlier.</summary>
internal static class GateOpening
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Plans the opening, or says what it waits for.</summary>
    public static void Open(GateStep step)
    {
        if (step.Passage.Stopping is [var stopping, ..] && !MayLeaveItToTheUpdater(step))
        {
            var node = step.Snapshot.Nodes[stopping.NodeId];
            step.Wait(
                $"task {stopping.Id} on {node.Hostname} is still stopping (told to at {step.HandOff.GatedAt:HH:mm:ss} UTC, may take {step.Service.Spec.StopGrace.TotalSeconds:0} s); the gate stays shut until it has ended"
                + (node.State == NodeState.Ready ? "" : $" or {node.Hostname}, which does not answer, counts as down"));
            return;
        }

        if (!UpdaterPatience.StartsFirst(step.Service.Spec) && !OldOnesHaveEnded(step.Passage) && !MayLeaveItToTheUpdater(step))
        {
            step.Wait("the updater has not stopped the old task yet");
            return;
        }

        var targets = step.Rightful();
        if (step.AdmitObjection(targets) is { } objection)
        {
            WaitOrGiveUp(step, objection);
        }
        else if (!targets.IsEmpty)
        {
            Admit(step, targets);
        }
        else if (step.GoesForward && step.IsAnchorComing)
        {
            step.Wait($"its anchor {step.Group!.Anchor.Name} is starting elsewhere");
        }
        else if (step.GoesForward && step.Errand?.IsUnheardOf == true)
        {
            step.Wait("the managers have not heard of all nodes since their leader changed");
        }
        else if (step.GoesForward)
        {
            GateUndo.Begin(step, step.Errand?.Nowhere ?? "nothing to follow: its anchor runs nowhere that it fits");
        }
        else
        {
            GateLeaving.Leave(step, "none of its own nodes takes tasks; Swarm places it by its own constraints");
        }
    }

    /// <summary>Opens the gate on these nodes.</summary>
    public static void Admit(GateStep step, ImmutableArray<string> targets)
    {
        var next = step.Remember(step.HandOff with { Targets = targets, OpenedAt = step.Now, RunningSince = null });
        var reason = step.Passage.Stopping.IsEmpty ? "its old task has ended" : "Swarm's updater itself waits for its old task";
        foreach (var id in targets)
        {
            next.Admit(id, $"opens the gate of {step.Service.Name} there: {reason}");
        }
    }

    // Whom opening it would harm may be in the hands of somebody who never ends it, such as an owner's paused rollout.
    private static void WaitOrGiveUp(GateStep step, string objection)
    {
        if (step.Now - step.HandOff.GatedAt > step.Service.Spec.StopGrace + Patience)
        {
            GateLeaving.GiveUp(step, objection, "Swarm places it by its own constraints");
        }
        else
        {
            step.Wait(objection);
        }
    }

    // Who must leave now opens the gate early where Swarm's own updater holds the new task back until the old one has
    // stopped: that is so for 60 s, only for replicated services, only for the update that our own write began, and no longer
    // once the leader has changed (see Passage.IsHeldBack).
    private static bool MayLeaveItToTheUpdater(GateStep step) =>
        !step.Context.Policy.MayBegin
        && step.Passage.IsOurs
        && step.Passage.Stopping.All(step.Passage.IsHeldBack)
        && step.Service.Spec.Mode == ServiceMode.Replicated
        && !UpdaterPatience.IsExceededBy(step.Service.Spec);

    // An updater that takes one task after the other stops the next one only when the last one runs again: it is enough
    // that the first has ended and its successor waits. One that takes all at once is waited for whole.
    private static bool OldOnesHaveEnded(Passage passage)
    {
        var old = passage.OldTasks;
        if (old.IsEmpty)
        {
            return true;
        }

        // Counted anew: since it began Swarm may have brought back a task that the updater has to take as well.
        var taken = old.Length + passage.Tasks.Count(task => passage.Holds(task) && task.IsWanted);
        return UpdaterPatience.Rolls(passage.Service.Spec, taken) && passage.Tasks.Any(task => passage.Holds(task) && task is { State: TaskState.Pending, IsWanted: true });
    }
}
