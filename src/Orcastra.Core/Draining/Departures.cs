using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Draining;

/// <summary>
/// Has services set out from the node: an anchor, then those that follow it by themselves, and only then the next group; what
/// belongs to none one after the other.
/// </summary>
/// <param name="Context">What is known.</param>
/// <param name="Draft">The plan so far.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Node">The node.</param>
internal sealed record Departures(PlanningContext Context, PlanDraft Draft, ImmutableArray<Group> Groups, Node Node)
{
    /// <summary>Has those set out whose turn it is, and says what the others wait for.</summary>
    public void Plan(IReadOnlyCollection<Occupant> occupants)
    {
        var busy = Busy(occupants);
        foreach (var occupant in occupants.Where(occupant => !Draft.Memory.HandOffs.ContainsKey(occupant.Service.Id)))
        {
            if (Why(occupant, busy) is { } reason)
            {
                Draft.Wait(Runner.Drain, occupant.Service.Name, $"does not leave {Node.Hostname}, which is drained: {reason}");
            }
            else if (Context.Policy.MayBegin)
            {
                Begin(occupant);
                busy.Add(occupant.GroupName);
            }
        }
    }

    /// <summary>What the first few that are left wait for, in words.</summary>
    public static string Waits(PlanningContext context, Memory memory, ImmutableArray<Group> groups, Node node, IReadOnlyCollection<Occupant> occupants)
    {
        var departures = new Departures(context, new PlanDraft(memory), groups, node);
        var busy = departures.Busy(occupants);
        var waits = occupants.Take(3).Select(occupant => memory.HandOffs.ContainsKey(occupant.Service.Id)
            ? $"{occupant.Service.Name} is on its way"
            : $"{occupant.Service.Name} waits: {departures.Why(occupant, busy) ?? "it leaves next"}");
        return string.Join("; ", waits) + (occupants.Count > 3 ? $"; and {occupants.Count - 3} more" : "");
    }

    // What follows an anchor is moved by its own hand-off, which says by itself what that waits for.
    private string? Why(Occupant occupant, IReadOnlySet<string> busy) =>
        LeaveRule.Lasting(Context.Snapshot, Draft.Memory, occupant, Node.Id)
        ?? (Draft.Memory.IsPaused(Runner.Dependents) ? "moves are paused" : null)
        ?? (Occupants.TasksOn(Context.Snapshot, occupant.Service, Node.Id).IsEmpty ? "its task is still stopping"
            : occupant.Follows is { } group ? $"it follows {group.Name}"
            : LeaveRule.ForNow(Context, Draft, occupant, Node.Id, busy));

    private HashSet<string> Busy(IEnumerable<Occupant> occupants)
    {
        var toFollow = occupants.Where(occupant => occupant.Follows is { } group && !Context.Snapshot.PlacesOf(group.Anchor.Id).Contains(Node.Id)).Select(occupant => occupant.GroupName);
        return [.. BeginRule.GroupsOnTheirWay(Draft.Memory), .. toFollow];
    }

    private void Begin(Occupant occupant)
    {
        var service = occupant.Service;
        ImmutableArray<string> from = [.. Occupants.TasksOn(Context.Snapshot, service, Node.Id).Select(task => task.NodeId)];
        var targets = LeaveRule.Targets(Context.Snapshot, Draft.Memory, occupant, Node.Id);
        HandOffPlanner.Begin(Context, Draft, HandOffPlanner.New(Context, service, occupant.GroupName, HandOffPurpose.Drain, from, targets), group: null);
    }
}
