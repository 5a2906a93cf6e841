using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Orcastra.Cli.Snapshots;

/// <summary>
/// Masks in place what may be secret in raw JSON of the engine, wherever it stands: specs, previous specs and the specs
/// of tasks have the same shape. What planners read (names, IDs, constraints, labels of ours and of nodes) is left alone.
/// </summary>
internal static class Masking
{
    // Constraints are compared word by word; an image is what a bug report is about.
    private static readonly FrozenSet<string> Untouched = new[] { "Constraints", "ID", "Image", "Name" }.ToFrozenSet(StringComparer.Ordinal);

    // Maps whose keys somebody chose; those of nodes are what constraints speak of.
    private static readonly FrozenSet<string> FreeMaps = new[] { "Labels", "Options", "Opts", "DriverOpts" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Masks services or tasks.</summary>
    public static void Apply(JsonArray objects)
    {
        foreach (var one in objects.OfType<JsonObject>())
        {
            Visit(one);
        }
    }

    /// <summary>Masks nodes: labels of their engines stay, what else a node tells is no secret.</summary>
    public static void ApplyToNodes(JsonArray nodes)
    {
        foreach (var node in nodes.OfType<JsonObject>())
        {
            // A certificate tells the Swarm's name, and planners do not need it.
            (node["Description"] as JsonObject)?.Remove("TLSInfo");
        }
    }

    private static void Visit(JsonObject at)
    {
        foreach (var (name, value) in at.ToList())
        {
            if (Untouched.Contains(name))
            {
                continue;
            }

            switch (value)
            {
                case JsonArray list when name == "Env":
                    Replace(list, MaskVariable);
                    break;
                case JsonArray list:
                    VisitList(list);
                    break;
                case JsonObject map when FreeMaps.Contains(name):
                    MaskMap(map);
                    break;
                case JsonObject map:
                    Visit(map);
                    break;
                case JsonValue text when text.TryGetValue<string>(out var content):
                    at[name] = SecretPatterns.MaskIn(content);
                    break;
            }
        }
    }

    private static void MaskMap(JsonObject map)
    {
        foreach (var (key, value) in map.ToList())
        {
            var isOurs = key.StartsWith("orcastra.", StringComparison.Ordinal) || key.StartsWith("com.docker.", StringComparison.Ordinal);
            if (!isOurs && value is JsonValue text && text.TryGetValue<string>(out var content))
            {
                map[key] = SecretPatterns.IsSecretName(key) ? SecretPatterns.Mask : SecretPatterns.MaskIn(content);
            }
        }
    }

    // Arguments: --password=x, and --password followed by x.
    private static void VisitList(JsonArray list)
    {
        foreach (var child in list.OfType<JsonObject>())
        {
            Visit(child);
        }

        var follows = false;
        Replace(list, text =>
        {
            var isSecret = follows && !text.StartsWith('-');
            var isFlag = text.StartsWith('-') && SecretPatterns.IsSecretName(text.Split('=', 2)[0]);
            follows = isFlag && !text.Contains('=', StringComparison.Ordinal);
            return isSecret ? SecretPatterns.Mask
                : isFlag && !follows ? $"{text.Split('=', 2)[0]}={SecretPatterns.Mask}"
                : SecretPatterns.MaskIn(text);
        });
    }

    private static string MaskVariable(string text) => text.Split('=', 2) is [var name, _] && !SecretPatterns.IsHarmlessVariable(name)
        ? $"{name}={SecretPatterns.Mask}"
        : text;

    private static void Replace(JsonArray list, Func<string, string> replace)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonValue value && value.TryGetValue<string>(out var text))
            {
                list[i] = replace(text);
            }
        }
    }
}
