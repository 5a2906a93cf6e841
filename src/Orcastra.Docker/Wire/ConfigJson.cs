using System.Collections.Immutable;
using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>A Swarm config object without its content.</summary>
/// <param name="Id">Swarm's ID.</param>
/// <param name="Version">The version a write compares with.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
public sealed record SwarmConfig(string Id, ulong Version, string Name, ImmutableSortedDictionary<string, string> Labels);

/// <summary>Reads entries of <c>GET /configs</c>.</summary>
public static class ConfigJson
{
    /// <summary>Reads one config.</summary>
    public static SwarmConfig Read(JsonElement json)
    {
        var spec = json.Field("Spec");
        return new(json.Text("ID"), json.Version(), spec.Text("Name"), spec.Labels("Labels"));
    }
}
