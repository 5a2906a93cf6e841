using System.Collections.Immutable;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Draining;

/// <summary>Whether a service can be brought up elsewhere, each with its reason why not.</summary>
internal static class LeaveRule
{
    /// <summary>Why it cannot leave the node until its owner or the cluster changes something; null if it can.</summary>
    public static string? Lasting(ClusterSnapshot snapshot, Memory memory, Occupant occupant, string nodeId)
    {
        var tasks = Occupants.TasksOn(snapshot, occupant.Service, nodeId);
        if (tasks.IsEmpty)
        {
            return null; // it is gone from there already
        }

        if (occupant.Service.IsPaused && !memory.HandOffs.ContainsKey(occupant.Service.Id))
        {
            return BeginRule.PausedByOwner;
        }

        return (occupant.Follows ?? occupant.Leads)?.WriteObjection
            ?? (occupant.Follows is null ? ByItself(snapshot, memory, occupant, nodeId, tasks) : ByAnchor(snapshot, memory, occupant, nodeId, tasks.Length));
    }

    /// <summary>What a service that may leave has to wait for first; null if for nothing.</summary>
    public static string? ForNow(PlanningContext context, PlanDraft draft, Occupant occupant, string nodeId, IReadOnlySet<string> busy)
    {
        if (BeginRule.ByState(context, draft, null, occupant.Service) is { } state)
        {
            return state;
        }

        if (occupant.GroupName.Length == 0 && busy.Contains(""))
        {
            return "another service of no group is on its way; they leave one after the other";
        }

        var tasks = Occupants.TasksOn(context.Snapshot, occupant.Service, nodeId).Length;
        return BeginRule.ByGroups(context, busy, occupant.GroupName) ?? BeginRule.ByRolling(context.Snapshot, draft.Memory, occupant.Service, tasks);
    }

    /// <summary>Where an anchor goes: where its followers fit beside it, if there is such a node.</summary>
    public static ImmutableArray<string> Targets(ClusterSnapshot snapshot, Memory memory, Occupant occupant, string nodeId)
    {
        var fitting = Evacuation.Fitting(snapshot, memory, occupant.Service, nodeId);
        if (occupant.Leads is not { } group)
        {
            return fitting;
        }

        var followers = group.Dependents.Select(dependent => dependent.Service)
            .Select(service => (Service: service, Tasks: Occupants.TasksOn(snapshot, service, nodeId).Length))
            .Where(follower => follower.Tasks > 0)
            .ToList();
        var together = fitting.Where(id => followers.All(follower => Rightful.Fit(snapshot, memory, group.Name, follower.Service).Objection([id], follower.Tasks) is null)).ToImmutableArray();
        return together.IsEmpty ? fitting : together;
    }

    private static string? ByItself(ClusterSnapshot snapshot, Memory memory, Occupant occupant, string nodeId, ImmutableArray<SwarmTask> tasks)
    {
        var service = occupant.Service;
        if (Movability.Objection(snapshot, service) is { } unmovable)
        {
            return unmovable;
        }

        var waiting = snapshot.TasksOf(service.Id).Count(task => task is { IsWanted: true, HasEnded: false, NodeId: "" });
        return Evacuation.Fit(snapshot, memory, service).Objection(Evacuation.Others(snapshot, nodeId), tasks.Length + waiting) is { } objection
            ? $"it fits on no other node ({objection})"
            : TargetRule.ByPatience(snapshot, service, Evacuation.Others(snapshot, nodeId), tasks.Length + waiting);
    }

    // It follows by the ordinary hand-off; here it is only asked whether it will be able to.
    private static string? ByAnchor(ClusterSnapshot snapshot, Memory memory, Occupant occupant, string nodeId, int tasks)
    {
        var group = occupant.Follows!;
        var dependent = group.Dependents.First(known => known.Service.Id == occupant.Service.Id);
        if (Movability.Objection(snapshot, group, dependent) is { } unmovable)
        {
            return unmovable;
        }

        var places = snapshot.PlacesOf(group.Anchor.Id);
        if (places.IsEmpty)
        {
            return memory.HandOffs.ContainsKey(group.Anchor.Id) ? null : $"its anchor {group.Name} runs nowhere, so that there is nothing to follow";
        }

        ImmutableArray<string> then = [.. places.Remove(nodeId).Union(places.Contains(nodeId) ? Evacuation.Fitting(snapshot, memory, group.Anchor, nodeId) : [])];
        var fit = Rightful.Fit(snapshot, memory, group.Name, occupant.Service);
        return then.Any(id => fit.Objection([id], tasks) is null) || (places.Count > 1 && fit.Objection(then, tasks) is null)
            ? null
            : $"it fits on no other node beside {group.Name} ({(then.IsEmpty ? "no other node takes that" : fit.Objection(then, tasks) ?? "not all of it on one")})";
    }
}
