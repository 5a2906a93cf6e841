using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>The first write: the gate is put up. Until it is seen in the spec nothing has happened yet.</summary>
internal static class GateClosing
{
    /// <summary>Plans the write, or drops a hand-off that is no longer wanted.</summary>
    public static void Close(GateStep step)
    {
        if (step.HandOff.Purpose == HandOffPurpose.Restart)
        {
            Restart(step);
            return;
        }

        if (!IsStillWanted(step))
        {
            GatePlanner.Forget(step.Draft, step.HandOff);
            return;
        }

        var admitted = AdmittedBefore(step);
        if (!Prepare(step, admitted, "stays open to what is in place there"))
        {
            return;
        }

        var because = step.Errand?.Reason ?? $"{step.Group!.Anchor.Name} runs on {step.Snapshot.NamesOf(step.HandOff.Targets)}";
        step.Write(
            $"{because}: the gate lets its old task end before the new one starts",
            new SpecEdit.AddConstraint(step.Passage.Gate),
            new SpecEdit.SetServiceLabel(Trace.Mark, step.HandOff.Id));
    }

    // A restart holds the service to the nodes where it belongs in the very write that forces it: a forced update alone
    // may land on any node that has fewer tasks.
    private static void Restart(GateStep step)
    {
        var nodes = Writable(step, step.Rightful());
        if (!IsRestartWanted(step, nodes))
        {
            GatePlanner.Forget(step.Draft, step.HandOff);
            return;
        }

        // Where a stop outlasts the updater's patience the gate is shut at first, as for a move.
        var admitted = UpdaterPatience.IsExceededBy(step.Service.Spec) ? [] : nodes;
        if (!Prepare(step, admitted, "holds it there while it restarts"))
        {
            return;
        }

        if (step.Passage.WriteObjection is { } objection)
        {
            step.Wait(objection);
            return;
        }

        ImmutableArray<SpecEdit> edits =
        [
            new SpecEdit.Force(step.HandOff.ForceUpdate),
            new SpecEdit.AddConstraint(step.Passage.Gate),
            new SpecEdit.SetServiceLabel(Trace.Mark, step.HandOff.Id),
        ];
        var reason = step.HandOff.IsAsked ? "asked for" : step.HandOff.Anchor.Length > 0 ? $"{step.HandOff.Anchor} has new tasks since it started" : "Swarm has stopped trying";
        if (step.HoldShutOut(edits))
        {
            step.Draft.Add(new RestartService(Runner.LabelSync, reason, step.Service, step.Snapshot.NamesOf(nodes), edits));
        }
    }

    // What is down can do without a node that must not be written to now.
    private static ImmutableArray<string> Writable(GateStep step, ImmutableArray<string> nodes)
    {
        var writable = step.HandOff.Anchor.Length > 0 ? [] : nodes.Where(id => step.Passage.OpenNodes.Contains(id) || step.MayAdmit([id])).ToImmutableArray();
        return writable.IsEmpty ? nodes : writable;
    }

    // Much may have happened while it waited for its owner's update: that may have restarted it, or a node has gone.
    private static bool IsRestartWanted(GateStep step, ImmutableArray<string> nodes)
    {
        var isAsBefore = step.Service.Spec.ForceUpdate < step.HandOff.ForceUpdate && step.Service.Spec.UserHash == step.HandOff.UserHash;
        var placed = step.Snapshot.PlacedTasks(step.Service.Id).ToList();
        var isNeeded = step.HandOff.Anchor.Length == 0
            ? step.HandOff.IsAsked || placed.Count == 0
            : step.Group is { } group && Return.IsMissedBy(step.Snapshot, group, step.Service) && placed.All(task => nodes.Contains(task.NodeId));
        return step.Context.Policy.MayBegin && isAsBefore && isNeeded && !nodes.IsEmpty;
    }

    private static bool IsStillWanted(GateStep step) =>
        step.Context.Policy.MayBegin
        && step.Service.Spec.UserHash == step.HandOff.UserHash
        && step.Service.Spec.ForceUpdate == step.HandOff.ForceUpdate
        && (step.Errand?.IsWanted ?? IsMoveWanted(step));

    private static bool IsMoveWanted(GateStep step) =>
        step.Group is { } group
        && !step.HandOff.Targets.IsEmpty
        && step.HandOff.Targets.Any(step.Snapshot.PlacesOf(group.Anchor.Id).Contains)
        && HandOffs.Rightful.Misplaced(step.Snapshot, group, step.Service) is { IsEmpty: false } misplaced
        && IsStillAllowed(step, group, misplaced);

    // The write may have had to wait: room on the target may be gone, or the owner's wish another.
    private static bool IsStillAllowed(GateStep step, Group group, ImmutableArray<SwarmTask> misplaced) =>
        group.Dependents.FirstOrDefault(dependent => dependent.Service.Id == step.Service.Id) is { } dependent
        && BeginRule.OwnReason(step.Context, step.Draft, group, dependent, misplaced) is null;

    // Replicas that are in place must satisfy the gate from the start, or the updater would move them too; that holds
    // also where no further one fits. Start-first brings the new task up before the old one stops, by its owner's wish:
    // its gate is open at the target at once.
    private static ImmutableArray<string> AdmittedBefore(GateStep step)
    {
        var inPlace = step.Snapshot.PlacesOf(step.Service.Id).Where(step.IsDestination);
        return UpdaterPatience.StartsFirst(step.Service.Spec)
            ? [.. inPlace.Union(step.Errand?.Targets ?? step.HandOff.Targets).Order(StringComparer.Ordinal)]
            : [.. inPlace];
    }

    private static bool Prepare(GateStep step, ImmutableArray<string> nodes, string reason)
    {
        // What an earlier hand-off of the same name left open is shut again first.
        var stray = step.Passage.OpenNodes.Where(id => !nodes.Contains(id)).ToList();
        foreach (var id in stray)
        {
            LabelGuard.Remove(step.Context, step.Draft, Runner.LabelSync, step.Snapshot.Nodes[id], Trace.GateLabel(step.HandOff.Id), $"gate of {step.Service.Name}: it does not go there");
        }

        if (step.IsOpenOn(nodes) && stray.Count == 0)
        {
            return true;
        }

        if (step.AdmitObjection(nodes) is { } objection)
        {
            step.Wait(objection);
            return false;
        }

        foreach (var id in nodes)
        {
            step.Admit(id, $"gate of {step.Service.Name}: {reason}");
        }

        return false;
    }
}
