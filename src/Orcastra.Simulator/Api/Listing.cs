namespace Orcastra.Simulator;

/// <summary>Writes lists of objects, in the order of their IDs, and finds single ones.</summary>
internal static class Listing
{
    public static Answer Of<T>(IEnumerable<T> records, Func<T, byte[]> json)
        where T : Record
    {
        var parts = records.OrderBy(record => record.Id, StringComparer.Ordinal).Select(json).ToList();
        var body = new byte[parts.Sum(part => part.Length) + Math.Max(parts.Count - 1, 0) + 3];
        var at = 0;
        body[at++] = (byte)'[';
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                body[at++] = (byte)',';
            }

            parts[i].CopyTo(body, at);
            at += parts[i].Length;
        }

        body[at++] = (byte)']';
        body[at] = (byte)'\n';
        return Answer.Json(body);
    }

    public static Answer One(byte[] json) => Answer.Json([.. json, (byte)'\n']);

    /// <summary>Finds by ID, else by name, else by the beginning of the ID.</summary>
    public static T Find<T>(IReadOnlyDictionary<string, T> records, string kind, string key, Func<T, string> name)
        where T : Record
    {
        if (records.TryGetValue(key, out var byId))
        {
            return byId;
        }

        var byName = records.Values.Where(record => name(record) == key).ToList();
        var found = byName.Count > 0 ? byName : [.. records.Values.Where(record => key.Length > 0 && record.Id.StartsWith(key, StringComparison.Ordinal))];
        return found.Count switch
        {
            1 => found[0],
            0 => throw Refusal.NotFound(kind, key),
            _ => throw new Refusal(400, $"{kind} {key} is ambiguous ({found.Count} matches found)"),
        };
    }
}
