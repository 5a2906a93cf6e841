using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Releasing;

/// <summary>What a release has taken away, and what it has left.</summary>
/// <param name="Before">What there was.</param>
/// <param name="Left">What there still is.</param>
/// <param name="KeepsLabels">True if labels were to stay.</param>
internal sealed record Leftovers(ImmutableArray<Belonging> Before, ImmutableArray<Belonging> Left, bool KeepsLabels)
{
    /// <summary>What had to stay since a task needs it.</summary>
    public IEnumerable<Belonging> Needed => Left.Except(Kept);

    /// <summary>Labels that stayed by wish.</summary>
    public IEnumerable<Belonging> Kept => Left.Where(one => KeepsLabels && one.Back.Length > 0);

    /// <summary>Labels of files and anchors that are gone.</summary>
    public IEnumerable<Belonging> Gone => Before.Except(Left).Where(one => one.Back.Length > 0);

    /// <summary>Names of the services that still ask for the label of an anchor, joined by commas.</summary>
    public static string StillAskedFor(ClusterSnapshot snapshot, ImmutableSortedSet<string> anchorLabels) => string.Join(
        ", ",
        snapshot.Services.Values
            .Where(service => service.Spec.Constraints.Select(Constraint.Parse).Any(c => c is { IsEqual: true } && IsOneOf(anchorLabels, c.Key)))
            .Select(service => service.Name)
            .Order(StringComparer.Ordinal));

    private static bool IsOneOf(ImmutableSortedSet<string> labels, string key) =>
        key.StartsWith(Constraint.NodeLabelPrefix, StringComparison.Ordinal) && labels.Contains(key[Constraint.NodeLabelPrefix.Length..]);
}
