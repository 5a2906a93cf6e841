using System.Text.Json.Nodes;

namespace Orcastra.Conformance;

/// <summary>An answer as it came.</summary>
public sealed record RawAnswer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What an engine says when it refuses; the whole text if that is no message.</summary>
    public string Message => Text.StartsWith('{') && JsonNode.Parse(Text) is JsonObject body && body["message"] is { } message ? message.GetValue<string>() : Text.Trim();

    /// <summary>The lines of a stream of JSON objects.</summary>
    public IReadOnlyList<JsonObject> Objects => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonObject)JsonNode.Parse(line)!)];

    public override string ToString() => $"{Status}: {(Text.Length > 300 ? Text[..300] : Text).Trim()}";
}
