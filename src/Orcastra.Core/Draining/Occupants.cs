using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Draining;

/// <summary>A service with a task on the node that is drained.</summary>
/// <param name="Service">The service.</param>
/// <param name="Leads">The group whose anchor it is; null if none.</param>
/// <param name="Follows">The group whose anchor it follows; null if none.</param>
internal sealed record Occupant(Service Service, Group? Leads, Group? Follows)
{
    /// <summary>What is moved together: the group's name; empty for a service of no group.</summary>
    public string GroupName => Follows?.Name ?? Leads?.Name ?? "";
}

/// <summary>Who is on the node and has to be brought up elsewhere, seen anew in each pass.</summary>
internal static class Occupants
{
    /// <summary>Anchors in the order of their groups, then all others by name. Jobs and what runs everywhere are Swarm's.</summary>
    public static ImmutableArray<Occupant> Of(ClusterSnapshot snapshot, Memory memory, ImmutableArray<Group> groups, string nodeId)
    {
        var ids = snapshot.TasksOn(nodeId).Where(task => IsUp(snapshot, task)).Select(task => task.ServiceId)
            .Concat(memory.HandOffs.Values.Where(handOff => IsLeaving(handOff, nodeId)).Select(handOff => handOff.ServiceId));
        return
        [
            .. ids.Distinct(StringComparer.Ordinal)
                .Select(id => snapshot.Services.GetValueOrDefault(id))
                .OfType<Service>()
                .Select(service => new Occupant(
                    service,
                    groups.FirstOrDefault(group => group.Anchor.Id == service.Id),
                    groups.FirstOrDefault(group => group.Dependents.Any(dependent => dependent.Service.Id == service.Id))))
                .Where(IsOurs)
                .OrderBy(occupant => occupant is { Leads: { } leads, Follows: null } ? groups.IndexOf(leads) : groups.Length)
                .ThenBy(occupant => occupant.Service.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Its tasks on the node that are wanted.</summary>
    public static ImmutableArray<SwarmTask> TasksOn(ClusterSnapshot snapshot, Service service, string nodeId) =>
        [.. snapshot.TasksOn(nodeId).Where(task => task.ServiceId == service.Id && task is { IsWanted: true, HasEnded: false })];

    /// <summary>True for a hand-off that takes tasks away from the node.</summary>
    public static bool IsLeaving(HandOff handOff, string nodeId) => handOff.Purpose != HandOffPurpose.Restart && handOff.From.Contains(nodeId);

    private static bool IsUp(ClusterSnapshot snapshot, SwarmTask task) =>
        (task is { IsWanted: true, HasEnded: false } || task.IsStopping) && !snapshot.IsGone(task.NodeId);

    // A global service stays by its anchor where its own constraint says so, and everywhere else it runs on all nodes.
    private static bool IsOurs(Occupant occupant) => occupant.Service.Spec.Mode switch
    {
        ServiceMode.Replicated => true,
        ServiceMode.Global => occupant.Follows?.Binds(occupant.Service.Spec) == true,
        _ => false,
    };
}
