using System.Text.Json;

namespace Orcastra.Simulator;

/// <summary>Something an engine reports.</summary>
internal sealed record EngineEvent(string Type, string Action, string Id, string Scope, IReadOnlyList<(string Key, string Value)> Attributes)
{
    /// <summary>When the engine noted it.</summary>
    public DateTimeOffset At { get; init; }

    public static EngineEvent Local(string type, string action, string id, params ReadOnlySpan<(string Key, string Value)> attributes) =>
        new(type, action, id, "local", [.. attributes]);

    public string Attribute(string key) => Attributes.FirstOrDefault(pair => pair.Key == key).Value ?? "";

    public byte[] Json(bool withOldFields) => Wire.Line(json =>
    {
        json.WriteStartObject();
        if (withOldFields && Type == "container")
        {
            json.WriteString("status", Action);
            json.WriteString("id", Id);
            json.WriteString("from", Attribute("image"));
        }

        json.WriteString("Type", Type);
        json.WriteString("Action", Action);
        json.WriteStartObject("Actor");
        json.WriteString("ID", Id);
        WriteAttributes(json);
        json.WriteEndObject();
        json.WriteString("scope", Scope);
        json.WriteNumber("time", At.ToUnixTimeSeconds());
        json.WriteNumber("timeNano", (At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100);
        json.WriteEndObject();
    });

    private void WriteAttributes(Utf8JsonWriter json)
    {
        json.WriteStartObject("Attributes");
        foreach (var (key, value) in Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
