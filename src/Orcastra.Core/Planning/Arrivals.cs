using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Planning;

/// <summary>What comes by itself, and may give something to do when it is there.</summary>
public static class Arrivals
{
    /// <summary>Names of the anchors and dependents with a task that is wanted and not up yet, in order.</summary>
    public static ImmutableArray<string> In(ClusterSnapshot snapshot, Policy policy, Memory memory) =>
    [
        .. GroupResolver.Resolve(new PlanningContext(snapshot, policy, snapshot.TakenAt), new PlanDraft(memory))
            .SelectMany(group => group.Dependents.Select(dependent => dependent.Service).Prepend(group.Anchor))
            .Where(service => snapshot.TasksOf(service.Id).Any(task => task is { IsWanted: true, HasEnded: false } && !snapshot.HasPlace(task)))
            .Select(service => service.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}
