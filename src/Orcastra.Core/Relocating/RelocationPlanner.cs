using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.Draining;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Relocating;

/// <summary>
/// Brings a service to the node that somebody has named, by the same hand-off by which it would leave a node that is drained.
/// Those that follow it do so by their ordinary hand-offs, and nothing holds any of them there afterwards.
/// </summary>
internal static class RelocationPlanner
{
    /// <summary>Has those set out that are due.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        // While a new leader has not heard of all nodes nothing fits anywhere, which says nothing.
        if (draft.Memory.Commands.IsEmpty || !context.Policy.MayBegin || draft.Memory.IsPaused(Runner.Dependents) || IsAnyUnheardOf(context.Snapshot))
        {
            return;
        }

        foreach (var wish in Relocation.UnderWay(draft.Memory).ToList())
        {
            if (context.Snapshot.Services.TryGetValue(wish.ServiceId, out var service)
                && context.Snapshot.Nodes.TryGetValue(wish.NodeId, out var node)
                && !draft.Memory.HandOffs.ContainsKey(service.Id)
                && !IsThere(context.Snapshot, service, node))
            {
                SetOut(context, draft, groups, wish, service, node);
            }
        }
    }

    /// <summary>True once all that there is of a service runs on the node.</summary>
    public static bool IsThere(ClusterSnapshot snapshot, Service service, Node node) => snapshot.PlacesOf(service.Id) is [var place] && place == node.Id;

    /// <summary>True while the managers have not heard of a node since their leader changed.</summary>
    public static bool IsAnyUnheardOf(ClusterSnapshot snapshot) => snapshot.Nodes.Values.Any(node => node.State == NodeState.Unknown);

    private static void SetOut(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups, Relocation wish, Service service, Node node)
    {
        var convoy = Convoy.Of(groups, service);
        ImmutableArray<string> reasons = convoy.Head.Id == service.Id
            ? new RelocationRule(context, draft.Memory, convoy, node).Reasons()
            : [$"{service.Name} follows {convoy.Head.Name} by now: it goes where that does"];
        if (!reasons.IsEmpty)
        {
            draft.Memory = wish.Fail(draft.Memory, $"{service.Name} is not moved to {node.Hostname}: {string.Join("; ", reasons)}");
        }
        else if (NotYet(context, draft, convoy, node) is { } wait)
        {
            draft.Wait(Runner.Commands, service.Name, $"is not moved to {node.Hostname} yet: {wait}");
        }
        else
        {
            ImmutableArray<string> from = [.. context.Snapshot.PlacedTasks(service.Id).Select(task => task.NodeId)];
            HandOffPlanner.Begin(context, draft, HandOffPlanner.New(context, service, convoy.GroupName, HandOffPurpose.Relocate, from, [node.Id]), group: null);
        }
    }

    private static string? NotYet(PlanningContext context, PlanDraft draft, Convoy convoy, Node node)
    {
        if (context.Snapshot.PlacesOf(convoy.Head.Id) is not [var place, ..])
        {
            return "it runs nowhere just now";
        }

        return convoy.Followers.FirstOrDefault(follower => draft.Memory.HandOffs.ContainsKey(follower.Service.Id)) is { } busy
            ? $"{busy.Service.Name}, which follows it, is on its way"
            : LeaveRule.ForNow(context, draft, new Occupant(convoy.Head, convoy.Leads, Follows: null), place, BeginRule.GroupsOnTheirWay(draft.Memory))
                ?? TargetRule.ByVictim(context, draft, [node.Id]);
    }
}
