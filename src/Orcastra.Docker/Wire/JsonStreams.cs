using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Orcastra.Docker.Wire.Lists;

namespace Orcastra.Docker.Wire;

/// <summary>Generated at compile time, so that trimming takes nothing away.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class WireTypes : JsonSerializerContext;

/// <summary>Reads response bodies element by element: a long list is never held in memory as a whole.</summary>
internal static class JsonStreams
{
    /// <summary>Reads a JSON array.</summary>
    public static async ValueTask<ImmutableArray<T>> ReadArrayAsync<T>(Stream body, Func<JsonElement, T> read, CancellationToken stop)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        await foreach (var item in JsonSerializer.DeserializeAsyncEnumerable(body, WireTypes.Default.JsonElement, stop))
        {
            items.Add(read(item));
        }

        return items.DrainToImmutable();
    }

    /// <summary>Reads a JSON array, from where it differs from the earlier answer.</summary>
    public static ValueTask<ImmutableArray<T>> ReadArrayAsync<T>(EarlierAnswer<T> earlier, Stream body, Func<JsonElement, T> read, CancellationToken stop) =>
        ListReader<T>.ReadAsync(earlier, body, (ref reader) => ReadOne(ref reader, read), stop);

    /// <summary>Reads JSON values that follow one another without end, as event and stats streams send them.</summary>
    public static IAsyncEnumerable<JsonElement> ReadValuesAsync(Stream body, CancellationToken stop) =>
        JsonSerializer.DeserializeAsyncEnumerable(body, WireTypes.Default.JsonElement, topLevelValues: true, stop);

    /// <summary>Reads one JSON object as it is.</summary>
    public static async ValueTask<JsonElement> ReadElementAsync(Stream body, CancellationToken stop) =>
        await JsonSerializer.DeserializeAsync(body, WireTypes.Default.JsonElement, stop);

    /// <summary>Reads one JSON object to edit and write back.</summary>
    public static async ValueTask<JsonObject> ReadObjectAsync(Stream body, CancellationToken stop) =>
        await JsonNode.ParseAsync(body, cancellationToken: stop) as JsonObject ?? throw new JsonException("expected a JSON object");

    /// <summary>Reads one JSON array as it is.</summary>
    public static async ValueTask<JsonArray> ReadRawArrayAsync(Stream body, CancellationToken stop) =>
        await JsonNode.ParseAsync(body, cancellationToken: stop) as JsonArray ?? throw new JsonException("expected a JSON array");

    /// <summary>The items of an array that is at hand already.</summary>
    public static ImmutableArray<T> ReadAll<T>(JsonElement array, Func<JsonElement, T> read) =>
        array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select(read)]
            : throw new JsonException($"expected a JSON array, got {array.ValueKind}");

    private static T ReadOne<T>(ref Utf8JsonReader reader, Func<JsonElement, T> read)
    {
        if (!JsonDocument.TryParseValue(ref reader, out var document))
        {
            return default!; // cut off: what is returned here is dropped
        }

        using (document)
        {
            return read(document.RootElement);
        }
    }
}
