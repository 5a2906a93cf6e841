using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>All that must hold before a gate is closed, each with its reason why not.</summary>
internal static class BeginRule
{
    /// <summary>Why a service stays as it is whose owner's update is paused.</summary>
    public const string PausedByOwner = "its owner's update is paused, and only its owner can end that: docker service rollback, or deploy it anew";

    /// <summary>What a dependent that may be moved has to wait for first; null if for nothing.</summary>
    public static string? ForNow(
        PlanningContext context, PlanDraft draft, Group group, Dependent dependent, ImmutableArray<SwarmTask> misplaced) =>
        ByState(context, draft, group, dependent.Service)
        ?? TargetRule.ByVictim(context, draft, group, dependent.Service)
        ?? ByBudget(context, draft, group, dependent.Service, misplaced);

    /// <summary>Why it stays where it is until its owner or the cluster changes something; null if it only has to wait.</summary>
    public static string? Lasting(
        PlanningContext context, PlanDraft draft, Group group, Dependent dependent, ImmutableArray<SwarmTask> misplaced) =>
        OwnReason(context, draft, group, dependent, misplaced)
        ?? GlobalFollowers.Bars(context, draft, group, dependent);

    /// <summary>The same, from the service itself; not from others of its group.</summary>
    public static string? OwnReason(
        PlanningContext context, PlanDraft draft, Group group, Dependent dependent, ImmutableArray<SwarmTask> misplaced) =>
        ByWish(group, dependent)
        ?? Movability.Objection(context.Snapshot, group, dependent)
        ?? TargetRule.ByRoom(context, draft, group, dependent.Service, misplaced)
        ?? Persistence.GivenUp(context, draft, dependent.Service, Persistence.Circumstances(context.Snapshot, group, dependent.Service));

    private static string? ByWish(Group group, Dependent dependent)
    {
        if (group.WriteObjection is not { } objection)
        {
            return null;
        }

        return group.Binds(dependent.Service.Spec)
            ? $"handoff: labels leaves it to Swarm, which moves it once the label {group.Name} has moved"
            : $"{objection}, and it has no constraint on the label {group.Name}; add {group.Binding}";
    }

    /// <summary>What of the service itself, and of its anchor, is waited for before it is moved; null if nothing.</summary>
    public static string? ByState(PlanningContext context, PlanDraft draft, Group? group, Service service)
    {
        var snapshot = context.Snapshot;
        if (ServiceRollback.IsUnderWay(draft.Memory, service))
        {
            return "it is being rolled back, as was asked for";
        }

        if (service.IsMidRollout)
        {
            return service.IsPaused
                ? PausedByOwner
                : $"its owner's update is {service.UpdateState.ToString().ToLowerInvariant()}; a write would disturb it, so it is left alone until that has ended";
        }

        if (snapshot.StoppingTasks(service.Id).FirstOrDefault() is { } stopping)
        {
            draft.WatchClosely(); // the end of a stop wakes nobody
            return $"its task {stopping.Id} on {snapshot.NameOf(stopping.NodeId)} is still stopping; a write now would start its successor beside it";
        }

        if (Trace.IsIn(service.Spec))
        {
            return "a gate of an earlier hand-off is still in its spec and is taken away first";
        }

        if (!Rightful.IsSettled(snapshot, service))
        {
            draft.WatchClosely();
            return "some of its tasks are just starting; it is moved once they run";
        }

        return group is null ? null : ByAnchor(context, draft, group);
    }

    private static string? ByAnchor(PlanningContext context, PlanDraft draft, Group group)
    {
        if (!Rightful.IsSettled(context.Snapshot, group.Anchor))
        {
            draft.WatchClosely();
            return $"its anchor {group.Anchor.Name} is still starting";
        }

        return draft.Memory.HandOffs.TryGetValue(group.Anchor.Id, out var ahead) && (ahead.RunningSince is null || ahead.GoesByItself)
            ? $"its anchor {group.Anchor.Name} is on its way itself"
            : null;
    }

    private static string? ByBudget(
        PlanningContext context, PlanDraft draft, Group group, Service service, ImmutableArray<SwarmTask> misplaced)
    {
        if (HeldBackFirst(context, draft, group, service) is { } global)
        {
            return $"label {group.Name} is not set before {global.Name}, which is global, is held back from it";
        }

        if (ByAttempt(context, draft, group, service) is { } wait)
        {
            return wait;
        }

        if (Dwelling.NotBefore(context, draft.Memory, group) is { } due)
        {
            draft.LookAgain(due);
            return $"its anchor {group.Anchor.Name} moves often; it is followed at {due:HH:mm:ss} UTC at the earliest";
        }

        if (ByRolling(context.Snapshot, draft.Memory, service, misplaced.Length) is { } rolling)
        {
            return rolling;
        }

        return ByGroups(context, GroupsOnTheirWay(draft.Memory), group.Name);
    }

    /// <summary>Names of the groups that are being moved; an empty one stands for what belongs to none.</summary>
    public static HashSet<string> GroupsOnTheirWay(Memory memory) => [.. Moves(memory).Select(handOff => handOff.Anchor)];

    /// <summary>Why no further group may set out; null if that one may.</summary>
    public static string? ByGroups(PlanningContext context, IReadOnlySet<string> busy, string name) =>
        !busy.Contains(name) && busy.Count >= context.Policy.MaxParallelGroups
            ? $"{busy.Count} groups are being moved, as many as ORCASTRA_MAX_PARALLEL_GROUPS allows ({string.Join(", ", busy.Select(group => group.Length > 0 ? group : "one service of no group"))})"
            : null;

    // The label comes for all at once. Of two global followers neither waits for the other, unless that one has to stay for now:
    // who is behind its gate by then would be down for as long.
    private static Service? HeldBackFirst(PlanningContext context, PlanDraft draft, Group group, Service service) =>
        !group.Binds(service.Spec) || GlobalFollowers.HasItCome(context.Snapshot, group)
            ? null
            : GlobalFollowers.NotGatedYet(context, draft, group).FirstOrDefault(other => other.Id != service.Id
                && (service.Spec.Mode != ServiceMode.Global || (ByState(context, draft, group, other) ?? ByAttempt(context, draft, group, other)) is not null));

    private static string? ByAttempt(PlanningContext context, PlanDraft draft, Group group, Service service) =>
        Persistence.Objection(context, draft, service, Persistence.Circumstances(context.Snapshot, group, service), group.Policy.Retries);

    /// <summary>What it waits for where Swarm's updater takes its tasks one after the other; null if for nothing.</summary>
    public static string? ByRolling(ClusterSnapshot snapshot, Memory memory, Service service, int tasks) =>
        UpdaterPatience.Rolls(service.Spec, tasks) && Moves(memory).Any(move => Rolls(snapshot, move))
            ? "another service is moved one task after the other; two at once could wait for each other"
            : null;

    private static IEnumerable<HandOff> Moves(Memory memory) => memory.HandOffs.Values.Where(handOff => handOff.Purpose != HandOffPurpose.Restart);

    private static bool Rolls(ClusterSnapshot snapshot, HandOff handOff) =>
        snapshot.Services.TryGetValue(handOff.ServiceId, out var service) && UpdaterPatience.Rolls(service.Spec, handOff.From.Length);
}
