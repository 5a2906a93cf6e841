using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>Reads fields that may be missing, null, or of another kind.</summary>
internal static class JsonReading
{
    public static JsonObject? Child(this JsonNode? from, string name) => (from as JsonObject)?[name] as JsonObject;

    public static bool Has(this JsonNode? from, string name) => (from as JsonObject)?[name] is not null;

    public static string Text(this JsonNode? from, string name) => AsText((from as JsonObject)?[name]);

    public static string AsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static long Number(this JsonNode? from, string name) => (long)Math.Clamp(Fraction(from, name), long.MinValue, long.MaxValue);

    public static decimal Fraction(this JsonNode? from, string name) =>
        (from as JsonObject)?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static bool Flag(this JsonNode? from, string name) => (from as JsonObject)?[name]?.GetValueKind() == JsonValueKind.True;

    public static IEnumerable<JsonNode?> Items(this JsonNode? from, string name) => (from as JsonObject)?[name] as JsonArray ?? [];

    public static IReadOnlyList<string> Texts(this JsonNode? from, string name) => [.. from.Items(name).Select(AsText)];

    public static IReadOnlyDictionary<string, string> Labels(this JsonNode? from, string name) =>
        from.Child(name) is { } map ? map.ToDictionary(pair => pair.Key, pair => AsText(pair.Value), StringComparer.Ordinal) : NoLabels;

    /// <summary>A duration in nanoseconds; the default where it is missing.</summary>
    public static TimeSpan Nanoseconds(this JsonNode? from, string name, TimeSpan byDefault) =>
        from.Has(name) ? TimeSpan.FromTicks(from.Number(name) / 100) : byDefault;

    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>(StringComparer.Ordinal);
}
