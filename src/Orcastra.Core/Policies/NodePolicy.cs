using System.Collections.Immutable;

namespace Orcastra.Core.Policies;

/// <summary>One entry of <c>nodes.yml</c>.</summary>
/// <param name="Name">Hostname, or node ID.</param>
/// <param name="Ip">Address to reach the machine at; empty if none is given.</param>
/// <param name="Labels">Static labels to keep true.</param>
/// <param name="Where">Where it was declared, as <c>file:line:column</c>.</param>
public sealed record NodePolicy(string Name, string Ip, ImmutableSortedDictionary<string, string> Labels, string Where);
