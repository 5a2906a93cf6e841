using System.Text.Json;

namespace Orcastra.Docker.Wire;

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
