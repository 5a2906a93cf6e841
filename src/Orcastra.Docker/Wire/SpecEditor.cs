using System.Text.Json.Nodes;
using Orcastra.Core.Planning;

namespace Orcastra.Docker.Wire;

/// <summary>Applies edits to a raw service spec in place. What no edit names stays as it was read.</summary>
public static class SpecEditor
{
    /// <summary>Applies all edits in order.</summary>
    /// <param name="spec">The raw spec.</param>
    /// <param name="edits">What to change; none at all for a write that only cleans.</param>
    public static void Apply(JsonObject spec, IEnumerable<SpecEdit> edits)
    {
        foreach (var edit in edits)
        {
            edit.Match(
                add => AddConstraint(spec, add.Text),
                remove => RemoveConstraints(spec, remove.Prefix),
                label => Set(Child(spec, "Labels"), label.Key, label.Value),
                unlabel => spec["Labels"] is JsonObject labels && labels.Remove(unlabel.Key),
                force => Set(Child(spec, "TaskTemplate"), "ForceUpdate", force.Counter));
        }

        // A task template without placement panics the leader of engines up to 29.6.2.
        _ = Placement(spec);
    }

    private static bool AddConstraint(JsonObject spec, string text)
    {
        var placement = Placement(spec);
        if (placement["Constraints"] is not JsonArray constraints)
        {
            placement["Constraints"] = constraints = [];
        }

        if (constraints.Any(entry => TextOf(entry) == text))
        {
            return false;
        }

        constraints.Add((JsonNode)text);
        return true;
    }

    private static bool RemoveConstraints(JsonObject spec, string prefix) =>
        Placement(spec)["Constraints"] is JsonArray constraints
        && constraints.RemoveAll(entry => TextOf(entry).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) > 0;

    private static bool Set(JsonObject at, string key, JsonNode value)
    {
        at[key] = value;
        return true;
    }

    private static JsonObject Placement(JsonObject spec) => Child(Child(spec, "TaskTemplate"), "Placement");

    private static JsonObject Child(JsonObject of, string name)
    {
        if (of[name] is not JsonObject child)
        {
            of[name] = child = [];
        }

        return child;
    }

    private static string TextOf(JsonNode? entry) => entry is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
