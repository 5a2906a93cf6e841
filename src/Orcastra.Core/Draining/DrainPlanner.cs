using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Draining;

/// <summary>
/// Empties a node without an outage: it takes no new tasks from the beginning, what runs there is brought up elsewhere one
/// group after the other, and Swarm's own drain, which kills first and looks later, gets what is left.
/// </summary>
public static class DrainPlanner
{
    /// <summary>Records the wish to drain a node, or says all that keeps it from being drained; nothing is written before.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="memory">What is remembered.</param>
    /// <param name="node">The node.</param>
    /// <param name="isForced">True if what cannot be moved is to be left to Swarm's own drain.</param>
    /// <returns>What is to be remembered, and why it is not begun; null if it is.</returns>
    public static (Memory Memory, string? Refusal) Begin(PlanningContext context, Memory memory, Node node, bool isForced)
    {
        var groups = GroupResolver.Resolve(context, new PlanDraft(memory));
        var occupants = Occupants.Of(context.Snapshot, memory, groups, node.Id);
        var reasons = isForced ? [] : Reasons(context, memory, node, occupants).ToList();
        if (Never(memory, node) is { } never)
        {
            return (memory, never);
        }

        if (reasons.Count > 0)
        {
            return (memory, $"{node.Hostname} is not drained: {string.Join("; ", reasons)}");
        }

        var drain = new Drain(node.Id, context.Now, isForced, node.Availability, occupants.Length, occupants.Length, context.Now);
        return (memory with { Drains = memory.Drains.SetItem(node.Id, drain) }, null);
    }

    /// <summary>Carries on the drains that were begun.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        foreach (var id in draft.Memory.Drains.Keys)
        {
            if (context.Snapshot.Nodes.TryGetValue(id, out var node))
            {
                new DrainCourse(context, draft, groups, node).Advance();
            }
            else
            {
                draft.Memory = draft.Memory with { Drains = draft.Memory.Drains.Remove(id) };
            }
        }
    }

    /// <summary>How far the drain of a node has come, in words; what it came to is told for as long as it is remembered.</summary>
    public static string Progress(PlanningContext context, Memory memory, Node node)
    {
        if (memory.Drains.GetValueOrDefault(node.Id) is not { } drain)
        {
            return "is not being drained";
        }

        var groups = GroupResolver.Resolve(context, new PlanDraft(memory));
        var left = Occupants.Of(context.Snapshot, memory, groups, node.Id);
        var moved = string.Create(CultureInfo.InvariantCulture, $"{drain.Total - Math.Min(drain.Left, drain.Total)} of {drain.Total} services moved");
        return drain.State switch
        {
            DrainState.Drained => $"{moved}; it is drained",
            DrainState.Failed => $"{moved}; given up: {drain.Reason}{(drain.IsOver ? "" : $"; it becomes {drain.Prior.ToString().ToLowerInvariant()} again")}",
            _ when context.Snapshot.Nodes.Values.Any(other => other.State == NodeState.Unknown) => $"{moved}; the managers have not heard of all nodes since their leader changed",
            _ when drain.CordonedAt is null => $"{moved}; it still takes tasks",
            _ when left.IsEmpty => $"{moved}; Swarm drains the rest",
            _ => $"{moved}; {Departures.Waits(context, memory, groups, node, left)}",
        };
    }

    private static string? Never(Memory memory, Node node)
    {
        if (node.Availability == Availability.Drain)
        {
            return $"{node.Hostname} is drained already";
        }

        if (memory.Drains.Values.FirstOrDefault(drain => !drain.IsOver) is { } other)
        {
            return other.NodeId == node.Id ? $"{node.Hostname} is being drained already" : $"another node ({other.NodeId}) is being drained; one goes after the other";
        }

        if (memory.Reboots.Values.FirstOrDefault(reboot => !reboot.IsOver) is { } rebooted)
        {
            return rebooted.NodeId == node.Id ? $"{node.Hostname} is being rebooted" : $"another node ({rebooted.NodeId}) is being rebooted; one goes after the other";
        }

        return node.State == NodeState.Ready
            ? null
            : $"{node.Hostname} is {node.State.ToString().ToLowerInvariant()}: what ran there cannot be moved in order; docker node update --availability drain keeps it empty";
    }

    private static IEnumerable<string> Reasons(PlanningContext context, Memory memory, Node node, ImmutableArray<Occupant> occupants)
    {
        if (!context.Snapshot.Nodes.Values.Any(other => other.Id != node.Id && other.TakesTasks))
        {
            yield return "no other node takes tasks";
        }

        foreach (var occupant in occupants)
        {
            var isMidRollout = occupant.Service.IsMidRollout && !memory.HandOffs.ContainsKey(occupant.Service.Id);
            var reason = LeaveRule.Lasting(context.Snapshot, memory, occupant, node.Id)
                ?? (isMidRollout ? $"its owner's update is {occupant.Service.UpdateState.ToString().ToLowerInvariant()}; wait until that has ended" : null);
            if (reason is not null)
            {
                yield return $"{occupant.Service.Name}: {reason}";
            }
        }
    }
}
