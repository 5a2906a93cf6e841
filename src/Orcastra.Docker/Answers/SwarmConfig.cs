using System.Collections.Immutable;

namespace Orcastra.Docker;

/// <summary>A Swarm config object without its content.</summary>
/// <param name="Id">Swarm's ID.</param>
/// <param name="Version">The version a write compares with.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
public sealed record SwarmConfig(string Id, ulong Version, string Name, ImmutableSortedDictionary<string, string> Labels);
