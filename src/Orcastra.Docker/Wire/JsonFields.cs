using System.Collections.Immutable;
using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>Reads fields that may be absent, null or of another kind: older and newer engines leave out different ones.</summary>
internal static class JsonFields
{
    /// <summary>The field, or an undefined element, which in turn has no fields.</summary>
    public static JsonElement Field(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : default;

    /// <summary>True if the element is there at all.</summary>
    public static bool IsPresent(this JsonElement element) => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The field's text; empty if it has none.</summary>
    public static string Text(this JsonElement from, string name) => from.Field(name).AsText();

    /// <summary>The element's text; empty if it is no text.</summary>
    public static string AsText(this JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : "";

    /// <summary>The field's number; 0 if it has none.</summary>
    public static long Number(this JsonElement from, string name) =>
        from.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>The field's unsigned number; 0 if it has none.</summary>
    public static ulong Unsigned(this JsonElement from, string name) =>
        from.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetUInt64(out var number) ? number : 0;

    /// <summary>True only if the field is <c>true</c>.</summary>
    public static bool Flag(this JsonElement from, string name) => from.Field(name).ValueKind == JsonValueKind.True;

    /// <summary>The field's nanoseconds, or the default where it is absent or 0, as the engine itself takes it.</summary>
    public static TimeSpan Nanoseconds(this JsonElement from, string name, TimeSpan byDefault) =>
        from.Number(name) is > 0 and var nanoseconds ? TimeSpan.FromTicks(nanoseconds / 100) : byDefault;

    /// <summary>The field's time; the smallest time there is if it has none.</summary>
    public static DateTimeOffset Time(this JsonElement from, string name) =>
        from.Field(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time) ? time : DateTimeOffset.MinValue;

    /// <summary>The elements of the field's array; none if it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement from, string name) =>
        from.Field(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The texts of the field's array.</summary>
    public static ImmutableArray<string> Texts(this JsonElement from, string name) => [.. from.Items(name).Select(AsText)];

    /// <summary>The field's map of texts, in order of its keys.</summary>
    public static ImmutableSortedDictionary<string, string> Labels(this JsonElement from, string name) =>
        from.Field(name) is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value.AsText(), StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The version that a write of this object is compared with.</summary>
    public static ulong Version(this JsonElement from) => from.Field("Version").Unsigned("Index");
}
