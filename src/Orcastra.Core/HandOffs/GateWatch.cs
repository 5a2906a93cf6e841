using System.Collections.Immutable;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>The gate is open: the new task is watched until it has proved itself, then the gate goes.</summary>
internal static class GateWatch
{
    // A task that nobody has placed this long after the gate opened fits nowhere behind it.
    private static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestMonitor = TimeSpan.FromSeconds(30);

    /// <summary>Plans what follows from how the new task fares.</summary>
    public static void Watch(GateStep step)
    {
        step = Note(step);
        var failure = step.Passage.Failure;
        if (step.Passage.AllRunning && !(failure?.StatusAt >= step.HandOff.RunningSince))
        {
            Prove(step);
        }
        else if (failure is not null)
        {
            Failed(step, $"task {failure.Id} failed on {step.Snapshot.NameOf(failure.NodeId)} ({failure.Error})");
        }
        else if (step.GoesForward && StrandedNodes(step) is { IsEmpty: false } elsewhere)
        {
            Retarget(step, elsewhere);
        }
        else if (step.Passage.IsStalled)
        {
            Failed(step, "Swarm's updater has paused before it had moved all");
        }
        else if (IsStuck(step))
        {
            Stuck(step);
        }
        else if (step.HandOff.OpenedAt + PendingLimit is { } due && due > step.Now)
        {
            step.Draft.LookAgain(due);
        }
    }

    // What still stops may hold the port or the memory that a new task waits for: it is not counted how long that waits.
    private static GateStep Note(GateStep step)
    {
        var running = step.Passage.AllRunning ? step.HandOff.RunningSince ?? step.Now : (DateTimeOffset?)null;
        var opened = step.Passage.Stopping.IsEmpty ? step.HandOff.OpenedAt ?? step.Now : (DateTimeOffset?)null;
        return running == step.HandOff.RunningSince && opened == step.HandOff.OpenedAt
            ? step
            : step.Remember(step.HandOff with { RunningSince = running, OpenedAt = opened });
    }

    // Swarm's "completed" is no proof of health: the task must have run for as long as its updater would watch it.
    private static void Prove(GateStep step)
    {
        var monitor = step.Service.Spec.Update.Monitor;
        var due = step.HandOff.RunningSince!.Value + (monitor < LongestMonitor ? monitor : LongestMonitor);
        if (due > step.Now && step.Context.Policy.MayBegin)
        {
            step.Draft.LookAgain(due);
            return;
        }

        GateLeaving.LeaveAlone(step, due, $"runs on {step.Snapshot.NamesOf(step.Snapshot.PlacesOf(step.Service.Id))}; the gate is not needed any more");
    }

    private static void Failed(GateStep step, string what) => GateLeaving.GiveUp(step, what, "Swarm's own restart policy goes on from here");

    private static void Stuck(GateStep step)
    {
        GateLeaving.GiveUp(step, $"no node behind the gate took it within {PendingLimit.TotalSeconds:0} s", "Swarm places it by its own constraints");
    }

    // Counted from when the task began to wait: the death of a target starts a new one, and its anchor may be on its way.
    private static bool IsStuck(GateStep step)
    {
        if (step.HandOff.OpenedAt is not { } opened || step.Now - opened < PendingLimit)
        {
            return false;
        }

        // A global one has its node from the start.
        var pending = step.Passage.Wanted.Where(task => task.State == TaskState.Pending).ToList();
        return pending.Count == 0
            ? step.Passage.Wanted.IsEmpty
            : step.Now - pending.Max(task => task.CreatedAt) >= PendingLimit && !(step.GoesForward && (step.IsAnchorComing || step.Errand?.IsUnheardOf == true));
    }

    // The anchor has moved again, or the target died, before the new task got there: labelling another node is enough.
    private static ImmutableArray<string> StrandedNodes(GateStep step)
    {
        var rightful = step.Rightful();
        var open = step.Passage.OpenNodes;
        var isOnItsWay = step.Passage.Wanted.Any(task => open.Contains(task.NodeId) && !step.Snapshot.IsGone(task.NodeId));
        return isOnItsWay || !step.Passage.Stopping.IsEmpty || rightful.Any(open.Contains) ? [] : rightful;
    }

    // A living node keeps its label until the hand-off is over: Swarm may have sent the task there since we looked, and would
    // kill it, and start the next one beside it.
    private static void Retarget(GateStep step, ImmutableArray<string> targets)
    {
        if (step.AdmitObjection(targets) is { } objection)
        {
            if (IsStuck(step))
            {
                Stuck(step);
            }
            else
            {
                step.Wait(objection);
            }

            return;
        }

        foreach (var id in step.Passage.OpenNodes.Where(step.Snapshot.IsGone))
        {
            LabelGuard.Remove(step.Context, step.Draft, Runner.LabelSync, step.Snapshot.Nodes[id], Trace.GateLabel(step.HandOff.Id), $"gate of {step.Service.Name}: it goes elsewhere");
        }

        GateOpening.Admit(step, targets);
    }
}
