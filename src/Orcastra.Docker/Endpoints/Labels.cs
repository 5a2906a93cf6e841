using System.Text.Json.Nodes;

namespace Orcastra.Docker;

/// <summary>Edits the labels of a raw spec.</summary>
internal static class Labels
{
    /// <summary>Sets and removes labels in place.</summary>
    /// <returns>True if that changed anything.</returns>
    public static bool Edit(JsonObject spec, IReadOnlyDictionary<string, string> set, IEnumerable<string> remove)
    {
        if (spec["Labels"] is not JsonObject labels)
        {
            spec["Labels"] = labels = [];
        }

        var isChanged = false;
        foreach (var key in remove)
        {
            isChanged |= labels.Remove(key);
        }

        foreach (var (key, value) in set)
        {
            isChanged |= labels[key]?.GetValue<string>() != value;
            labels[key] = value;
        }

        return isChanged;
    }

    /// <summary>Labels as an object of their own.</summary>
    public static JsonObject ToJson(IReadOnlyDictionary<string, string> labels)
    {
        var json = new JsonObject();
        foreach (var (key, value) in labels)
        {
            json[key] = value;
        }

        return json;
    }
}
