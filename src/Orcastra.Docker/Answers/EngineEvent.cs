using System.Collections.Immutable;

namespace Orcastra.Docker;

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
