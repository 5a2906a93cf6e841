using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;

namespace Orcastra.Docker.Wire;

/// <summary>Resources, platforms: what nodes offer and services ask for in the same form.</summary>
internal static class ResourcesJson
{
    /// <summary>Reads a <c>ResourceObject</c>.</summary>
    public static Resources Read(JsonElement json)
    {
        var generic = ReadGeneric(json);
        var (cpus, memory) = (json.Number("NanoCPUs"), json.Number("MemoryBytes"));
        return cpus == 0 && memory == 0 && generic.IsEmpty ? Resources.None : new(cpus, memory, generic);
    }

    /// <summary>Reads a platform.</summary>
    public static Platform ReadPlatform(JsonElement json) => new(json.Text("OS"), json.Text("Architecture"));

    private static ImmutableDictionary<string, long> ReadGeneric(JsonElement json)
    {
        var counts = ImmutableDictionary<string, long>.Empty;
        foreach (var entry in json.Items("GenericResources"))
        {
            var named = entry.Field("NamedResourceSpec");
            var discrete = entry.Field("DiscreteResourceSpec");
            var (kind, count) = named.IsPresent() ? (named.Text("Kind"), 1) : (discrete.Text("Kind"), discrete.Number("Value"));
            counts = counts.SetItem(kind, counts.GetValueOrDefault(kind) + count);
        }

        return counts;
    }
}
