using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>Reads events.</summary>
public static class EventJson
{
    /// <summary>Reads one event.</summary>
    public static EngineEvent Read(JsonElement json)
    {
        var actor = json.Field("Actor");
        return new(json.Text("Type"), json.Text("Action"), actor.Text("ID"), actor.Labels("Attributes"), ReadTime(json));
    }

    private static DateTimeOffset ReadTime(JsonElement json) => json.Number("timeNano") is > 0 and var nanoseconds
        ? DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100)
        : DateTimeOffset.UnixEpoch.AddSeconds(json.Number("time"));
}
