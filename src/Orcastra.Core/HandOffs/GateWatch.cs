using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
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
    // came up it goes on: taken back it would restart that one a second time.
    private static bool TakesBack(GateStep step) =>
        step.HandOff is { Purpose: HandOffPurpose.Restart, Anchor.Length: > 0 } && step.Passage.IsOurs
        && !step.Passage.Wanted.Any(task => step.Passage.Holds(task) && step.Snapshot.HasPlace(task));

    private static bool IsToBeBound(Group group, Service service) =>
        group.Dependents.Any(dependent => dependent.Service.Id == service.Id && dependent.Bind);

    // Its anchor may have left meanwhile, and the label with it: a binding now would have the updater and the enforcer move it.
    private static bool IsLabelled(GateStep step, Group group) =>
        step.Snapshot.PlacesOf(step.Service.Id).All(id => AnchorLabelPlanner.Has(step.Snapshot.Nodes[id], group.Name));

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

        LeaveAlone(step, due, $"runs on {step.Snapshot.NamesOf(step.Snapshot.PlacesOf(step.Service.Id))}; the gate is not needed any more");
    }

    // A global service starts wherever its label is the moment the gate goes: the label has to be gone elsewhere first.
    private static void LeaveAlone(GateStep step, DateTimeOffset since, string reason)
    {
        if (GlobalFollowers.LabelElsewhere(step) is { } labelled && step.Context.Policy.MayBegin)
        {
            var what = $"label {step.Group!.Name} is still on {labelled}, where it would start again";
            if (step.Now < since + LongestMonitor || GlobalFollowers.IsLabelInUse(step))
            {
                step.Wait(what);
                return;
            }

            // It does start there again, and would be brought here again without end.
            Persistence.CountOnce(step, what);
        }

        Leave(step, reason);
    }

    private static void Failed(GateStep step, string what) => GiveUp(step, what, "Swarm's own restart policy goes on from here");

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

    private static void Stuck(GateStep step)
    {
        GiveUp(step, $"no node behind the gate took it within {PendingLimit.TotalSeconds:0} s", "Swarm places it by its own constraints");
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
            : step.Now - pending.Max(task => task.CreatedAt) >= PendingLimit && !(step.GoesForward && step.IsAnchorComing);
    }

    // The anchor has moved again, or the target died, before the new task got there: labelling another node is enough.
    private static ImmutableArray<string> StrandedNodes(GateStep step)
    {
        var rightful = step.Rightful();
        var open = step.Passage.OpenNodes;
        var isOnItsWay = step.Passage.Wanted.Any(task => open.Contains(task.NodeId) && !step.Snapshot.IsGone(task.NodeId));
        return isOnItsWay || !step.Passage.Stopping.IsEmpty || rightful.Any(open.Contains) ? [] : rightful;
    }

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

        foreach (var id in step.Passage.OpenNodes)
        {
            LabelGuard.Remove(step.Context, step.Draft, Runner.LabelSync, step.Snapshot.Nodes[id], Trace.GateLabel(step.HandOff.Id), $"gate of {step.Service.Name}: it goes elsewhere");
        }

        GateOpening.Admit(step, targets);
    }
}
