using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>
/// One text for all ways of writing the same thing: fields sorted, and without those that hold what they hold by default.
/// SwarmKit compares its own structures, in which a missing field and an empty one are the same.
/// </summary>
internal static class Canonical
{
    public static string Of(JsonNode? node, params ReadOnlySpan<string> without)
    {
        if (node is JsonObject map && without.Length > 0)
        {
            var rest = new JsonObject();
            foreach (var (key, value) in map)
            {
                if (!without.Contains(key))
                {
                    rest[key] = value?.DeepClone();
                }
            }

            node = rest;
        }

        return Reduce(node)?.ToJsonString() ?? "";
    }

    private static JsonNode? Reduce(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => Reduce(map),
        JsonArray array => array.Count == 0 ? null : new JsonArray([.. array.Select(Reduce)]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => JsonReading.AsText(node).Length == 0 ? null : node.DeepClone(),
            JsonValueKind.Number => node.ToJsonString() is "0" or "0.0" ? null : node.DeepClone(),
            JsonValueKind.True => node.DeepClone(),
            _ => null,
        },
    };

    private static JsonObject? Reduce(JsonObject map)
    {
        var reduced = new JsonObject();
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (Reduce(value) is { } content)
            {
                reduced[key] = content;
            }
        }

        return reduced.Count > 0 ? reduced : null;
    }
}
