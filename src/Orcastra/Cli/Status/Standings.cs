using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Cli.Status;

/// <summary>Finds how every dependent stands, from the snapshot, memory and what the plan refuses.</summary>
/// <param name="snapshot">The Swarm.</param>
/// <param name="policy">What is wanted.</param>
/// <param name="memory">What is remembered.</param>
/// <param name="plan">What would be done now.</param>
internal sealed class Standings(ClusterSnapshot snapshot, Policy policy, Memory memory, Plan plan)
{
    private readonly ILookup<string, string> _refusals = plan.Refusals.ToLookup(refusal => refusal.Subject, refusal => refusal.Reason);

    /// <summary>All anchors that exist, with their dependents.</summary>
    public ImmutableArray<AnchorReport> Anchors()
    {
        var groups = GroupResolver.Resolve(new PlanningContext(snapshot, policy, snapshot.TakenAt), new PlanDraft(memory));
        return [.. groups.Select(Report)];
    }

    private AnchorReport Report(Group group) => new(
        group,
        snapshot.NamesOf(snapshot.PlacesOf(group.Anchor.Id)),
        snapshot.NamesOf(snapshot.Nodes.Values.Where(node => AnchorLabelPlanner.Has(node, group.Name)).Select(node => node.Id)),
        [.. group.Dependents.Select(dependent => Report(group, dependent.Service))]);

    private DependentReport Report(Group group, Service service)
    {
        var (standing, reason) = StandingOf(group, service);
        return new(service.Name, standing, snapshot.NamesOf(snapshot.PlacesOf(service.Id)), reason);
    }

    private (Standing Standing, string Reason) StandingOf(Group group, Service service)
    {
        var refusal = string.Join("; ", _refusals[service.Name]);
        if (memory.HandOffs.TryGetValue(service.Id, out var handOff))
        {
            return (Standing.Moving, refusal.Length > 0 ? refusal : Phases.Of(handOff, snapshot));
        }

        var anchorPlaces = snapshot.PlacesOf(group.Anchor.Id);
        var places = snapshot.PlacesOf(service.Id);
        if (places.IsEmpty)
        {
            return IsOff(service) ? (Standing.Down, "scaled to 0") : Unplaced(service, refusal);
        }

        if (anchorPlaces.IsEmpty)
        {
            return (Standing.Waiting, $"{group.Anchor.Name} runs nowhere");
        }

        return places.IsSubsetOf(anchorPlaces) ? (Standing.InPlace, refusal) : Misplaced(service, refusal);
    }

    private (Standing Standing, string Reason) Misplaced(Service service, string refusal)
    {
        if (refusal.Length == 0)
        {
            return (Standing.OutOfPlace, "the next pass moves it");
        }

        return (IsGivenUp(service) ? Standing.GivenUp : Standing.Waiting, refusal);
    }

    private (Standing Standing, string Reason) Unplaced(Service service, string refusal)
    {
        var newest = snapshot.TasksOf(service.Id).MaxBy(task => task.CreatedAt);
        var words = newest is null ? "it has no task" : $"its task is {newest.State.ToString().ToLowerInvariant()}{(newest.Error.Length > 0 ? $": {newest.Error}" : "")}";
        var reason = refusal.Length > 0 ? refusal : words;
        return (refusal.Length > 0 && IsGivenUp(service) ? Standing.GivenUp : Standing.Down, reason);
    }

    private static bool IsOff(Service service) => service.Spec is { Mode: ServiceMode.Replicated, Replicas: 0 };

    private bool IsGivenUp(Service service) =>
        memory.Attempts.TryGetValue(service.Id, out var attempts) && StatusReport.IsOverdue(attempts, snapshot.TakenAt, policy.MaxMismatch);
}
