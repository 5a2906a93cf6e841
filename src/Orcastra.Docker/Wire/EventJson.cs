using System.Collections.Immutable;
using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>One event of an engine.</summary>
/// <param name="Type">What it is about: <c>node</c>, <c>service</c>, <c>container</c> and so on.</param>
/// <param name="Action">What happened: <c>update</c>, <c>die</c> and so on.</param>
/// <param name="ActorId">ID of the object.</param>
/// <param name="Attributes">What the engine tells about it.</param>
/// <param name="At">When it happened.</param>
public sealed record EngineEvent(
    string Type, string Action, string ActorId, ImmutableSortedDictionary<string, string> Attributes, DateTimeOffset At)
{
    /// <summary>Not from the engine: the stream is open and misses nothing from now on.</summary>
    public static EngineEvent Opened { get; } = new("stream", "open", "", ImmutableSortedDictionary<string, string>.Empty, DateTimeOffset.MinValue);
}

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
