using System.Globalization;
using Orcastra.Core.Draining;
using Orcastra.Core.Membership;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Rebooting;

/// <summary>Reboots one node at a time: empty it, reboot it, see that it is another boot, give it back what it was.</summary>
public static class RebootPlanner
{
    /// <summary>Records the wish to reboot a node, or says all that keeps it from being rebooted; nothing is written before.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="memory">What is remembered.</param>
    /// <param name="node">The node.</param>
    /// <param name="isForced">True if what cannot be moved is to be left to Swarm's own drain.</param>
    /// <param name="origin">Who asks for it.</param>
    /// <returns>What is to be remembered, and why it is not begun; null if it is.</returns>
    public static (Memory Memory, string? Refusal) Begin(PlanningContext context, Memory memory, Node node, bool isForced, string origin)
    {
        var refusal = Busy(context, memory, node) ?? Quorate(context, node) ?? Unreachable(context, node);
        if (refusal is null && node.Availability != Availability.Drain)
        {
            refusal = DrainPlanner.Begin(context, memory, node, isForced).Refusal; // begun once the machine has said who it is
        }

        var reboot = new Reboot(node.Id, context.Now, isForced, node.Availability, origin);
        return refusal is null ? (memory with { Reboots = memory.Reboots.SetItem(node.Id, reboot) }, null) : (memory, refusal);
    }

    /// <summary>Carries on the reboots that were begun.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft)
    {
        foreach (var id in draft.Memory.Reboots.Keys)
        {
            if (context.Snapshot.Nodes.TryGetValue(id, out var node))
            {
                new RebootCourse(context, draft, node).Advance();
            }
            else
            {
                draft.Memory = draft.Memory with { Reboots = draft.Memory.Reboots.Remove(id) };
            }
        }
    }

    /// <summary>Notes what became of a reboot that was to be sent, while the one that was to send it still knows.</summary>
    /// <param name="memory">What is remembered.</param>
    /// <param name="report">What became of it.</param>
    /// <param name="now">The time.</param>
    public static Memory Note(Memory memory, RebootReport report, DateTimeOffset now)
    {
        if (memory.Reboots.GetValueOrDefault(report.NodeId) is not { Stage: RebootStage.Sent } reboot || reboot.SentAt != report.SentAt)
        {
            return memory;
        }

        var next = report.Failure is { } failure
            ? reboot with { Stage = RebootStage.Failed, StageAt = now, Reason = failure }
            : reboot with { Stage = RebootStage.Due, StageAt = now, SentAt = null, PriorBootId = "" };
        return memory with { Reboots = memory.Reboots.SetItem(reboot.NodeId, next) };
    }

    /// <summary>How far the reboot of a node has come, in words.</summary>
    public static string Progress(PlanningContext context, Memory memory, Node node)
    {
        if (memory.Reboots.GetValueOrDefault(node.Id) is not { } reboot)
        {
            return "is not being rebooted";
        }

        var prior = reboot.Prior.ToString().ToLowerInvariant();
        return reboot.Stage switch
        {
            RebootStage.Looking => "its machine is asked for its boot ID",
            RebootStage.Emptying => $"it is being emptied: {DrainPlanner.Progress(context, memory, node)}",
            RebootStage.Due => new RebootCourse(context, new PlanDraft(memory), node).NotYet() is { } reason ? $"it is empty; {reason}" : "it is empty, and is rebooted next",
            RebootStage.Sent => "it reboots",
            RebootStage.Returning => $"it is back, and becomes {prior} again",
            RebootStage.Done => "it was rebooted",
            _ => $"given up: {reboot.Reason}{(reboot.IsOver ? "" : $"; it becomes {prior} again")}",
        };
    }

    /// <summary>Why a manager cannot be taken out for a while: no majority of the managers would be left; null if it can.</summary>
    internal static string? Quorate(PlanningContext context, Node node)
    {
        var managers = context.Snapshot.Nodes.Values.Where(IsManager).ToList();
        var others = managers.Count(other => other.Id != node.Id && Quorum.IsReached(other));
        return !IsManager(node) || Quorum.Holds(managers.Count, others)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{node.Hostname} is a manager, and without it {others} of {managers.Count} managers would be reached, which is no majority: nothing in the Swarm could be shown or changed while it is away; bring the others back, or add managers");
    }

    private static bool IsManager(Node node) => node.IsManager || node.ManagerAddress.Length > 0;

    private static string? Busy(PlanningContext context, Memory memory, Node node)
    {
        if (memory.Reboots.Values.FirstOrDefault(reboot => !reboot.IsOver) is { } other)
        {
            return other.NodeId == node.Id
                ? $"{node.Hostname} is being rebooted already"
                : $"another node ({context.Snapshot.Nodes.GetValueOrDefault(other.NodeId)?.Hostname ?? other.NodeId}) is being rebooted; one goes after the other";
        }

        if (memory.Drains.Values.FirstOrDefault(drain => !drain.IsOver) is { } drain)
        {
            return $"{context.Snapshot.Nodes.GetValueOrDefault(drain.NodeId)?.Hostname ?? drain.NodeId} is being drained: wait for the end of that";
        }

        return node.State == NodeState.Ready ? null : $"{node.Hostname} is {node.State.ToString().ToLowerInvariant()}: whether it has come back could not be told; see to the machine itself";
    }

    private static string? Unreachable(PlanningContext context, Node node) =>
        context.Machines.Sightings.GetValueOrDefault(node.Id) is { Trouble: { Length: > 0 } trouble } ? $"{node.Hostname} cannot be reached: {trouble}" : null;
}

/// <summary>What became of a reboot that was to be sent.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="SentAt">Which one.</param>
/// <param name="Failure">Why it failed for sure; null if it was not even tried.</param>
public sealed record RebootReport(string NodeId, DateTimeOffset? SentAt, string? Failure);
