using System.Collections.Immutable;

namespace Orcastra.Metrics;

/// <summary>One time series.</summary>
/// <param name="Labels">Its labels, in the order they are written.</param>
/// <param name="Value">Where it stands.</param>
public sealed record Sample(ImmutableArray<KeyValuePair<string, string>> Labels, double Value);

/// <summary>All series of one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Help">What it means.</param>
/// <param name="IsCounter">True if it only ever grows; else a gauge.</param>
/// <param name="Samples">Its series.</param>
public sealed record Family(string Name, string Help, bool IsCounter, ImmutableArray<Sample> Samples);
