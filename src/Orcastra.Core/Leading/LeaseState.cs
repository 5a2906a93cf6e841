using System.Collections.Immutable;
using System.Globalization;

namespace Orcastra.Core.Leading;

/// <summary>The lease as the Swarm holds it: who acts, and who stands by.</summary>
/// <param name="Holder">Who acts; null if nobody does.</param>
/// <param name="Beat">Raised by the holder while somebody stands by.</param>
/// <param name="Standbys">Who waits to take over.</param>
public sealed record LeaseState(Instance? Holder, long Beat, ImmutableSortedSet<string> Standbys)
{
    private const string HolderKey = "holder";
    private const string BeatKey = "beat";
    private const string StandbyPrefix = "standby.";

    /// <summary>Held by nobody.</summary>
    public static LeaseState Free { get; } = new(null, 0, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Reads the labels of the lease's config object; what makes no sense counts as not there.</summary>
    public static LeaseState Read(IReadOnlyDictionary<string, string> labels) => new(
        Instance.Parse(labels.GetValueOrDefault(HolderKey, "")),
        long.TryParse(labels.GetValueOrDefault(BeatKey), NumberStyles.None, CultureInfo.InvariantCulture, out var beat) ? beat : 0,
        labels.Keys.Where(key => key.StartsWith(StandbyPrefix, StringComparison.Ordinal))
            .Select(key => key[StandbyPrefix.Length..])
            .ToImmutableSortedSet(StringComparer.Ordinal));

    /// <summary>The labels that hold this state.</summary>
    public ImmutableSortedDictionary<string, string> Write()
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        labels[BeatKey] = Beat.ToString(CultureInfo.InvariantCulture);
        if (Holder is not null)
        {
            labels[HolderKey] = Holder.ToString();
        }

        foreach (var standby in Standbys)
        {
            labels[StandbyPrefix + standby] = "1";
        }

        return labels.ToImmutable();
    }
}
