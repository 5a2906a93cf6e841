using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>The <c>filters</c> of a request.</summary>
internal sealed class FilterQuery
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    public bool IsEmpty => _values.Count == 0;

    /// <summary>Reads the filters of a request.</summary>
    /// <param name="text">JSON: each field with a list of values, or, as older clients write it, a map of them to true.</param>
    /// <param name="accepted">The fields there are.</param>
    public static FilterQuery Parse(string text, params ReadOnlySpan<string> accepted)
    {
        var query = new FilterQuery();
        if (text.Length == 0)
        {
            return query;
        }

        foreach (var (field, values) in ParseObject(text))
        {
            if (!accepted.Contains(field))
            {
                throw new Refusal(400, $"invalid filter '{field}'");
            }

            query._values[field] = values switch
            {
                JsonArray list => [.. list.Select(JsonReading.AsText)],
                JsonObject map => [.. map.Select(pair => pair.Key)],
                _ => throw new Refusal(400, "invalid filter"),
            };
        }

        return query;
    }

    public bool Has(string field) => _values.TryGetValue(field, out var values) && values.Count > 0;

    public IReadOnlyList<string> Values(string field) => _values.GetValueOrDefault(field) ?? [];

    /// <summary>True if the field is not asked for, or some value of it satisfies this.</summary>
    public bool Any(string field, Func<string, bool> satisfies) => !Has(field) || Values(field).Any(satisfies);

    public bool Labels(string field, IReadOnlyDictionary<string, string> labels) => Values(field).All(wanted =>
        wanted.Split('=', 2) is var pair && labels.TryGetValue(pair[0], out var value) && (pair.Length == 1 || pair[1] == value));

    private static JsonObject ParseObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new Refusal(400, "invalid filter");
        }
        catch (JsonException)
        {
            throw new Refusal(400, "invalid filter");
        }
    }
}
