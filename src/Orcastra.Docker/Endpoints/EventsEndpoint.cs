using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>What the engine reports as it happens.</summary>
public sealed class EventsEndpoint
{
    private readonly Exchange _exchange;

    internal EventsEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>All events from now on.</summary>
    public IAsyncEnumerable<EngineEvent> StreamAsync(CancellationToken stop) => StreamAsync([], stop);

    /// <summary>
    /// Events of some types from now on. The first one is <see cref="EngineEvent.Opened"/>: what happens after it is in the
    /// stream, so list everything when it comes. Ends when the connection drops; the caller opens another.
    /// </summary>
    /// <param name="types">Such as <c>node</c>, <c>service</c>, <c>container</c>; none for all.</param>
    /// <param name="stop">Ends the stream.</param>
    public async IAsyncEnumerable<EngineEvent> StreamAsync(IReadOnlyCollection<string> types, [EnumeratorCancellation] CancellationToken stop)
    {
        var filter = types.Count == 0 ? "" : "?filters=" + Uri.EscapeDataString(
            new JsonObject { ["type"] = new JsonArray([.. types.Select(type => (JsonNode)type)]) }.ToJsonString());
        await foreach (var json in _exchange.StreamAsync("/events" + filter, stop))
        {
            yield return json.ValueKind == JsonValueKind.Undefined ? EngineEvent.Opened : EventJson.Read(json);
        }
    }
}
