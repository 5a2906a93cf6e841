using System.Text.Json.Nodes;

namespace Orcastra.LabTests;

/// <summary>Looks for what Orcastra may have only while it works: gates, marks, gate labels, hand-offs in its memory.</summary>
internal static class Traces
{
    /// <summary>Waits until none is left.</summary>
    public static Task AreGoneAsync(SwarmView swarm, double seconds) => Eventually.BecomesAsync("every trace to be gone", seconds, async () =>
        await FindAsync(swarm) is { Count: > 0 } left ? string.Join("; ", left) : null);

    /// <summary>All traces.</summary>
    public static async Task<List<string>> FindAsync(SwarmView swarm)
    {
        var found = new List<string>();
        foreach (var service in await swarm.ServicesAsync())
        {
            var name = service!["Spec"]!["Name"]!.GetValue<string>();
            found.AddRange(In(service["Spec"]).Select(trace => $"{name} has {trace} in its spec"));
            found.AddRange(In(service["PreviousSpec"]).Select(trace => $"{name} has {trace} in its previous spec"));
        }

        foreach (var node in await swarm.NodesAsync())
        {
            var labels = node!["Spec"]!["Labels"] as JsonObject ?? [];
            found.AddRange(labels.Where(label => label.Key.StartsWith("orcastra.", StringComparison.Ordinal))
                .Select(label => $"{node["Description"]!["Hostname"]} has the label {label.Key}"));
        }

        found.AddRange((await swarm.MemoryAsync()).Where(label => label.Key.StartsWith("handoff.", StringComparison.Ordinal)).Select(label => $"memory has {label.Key}"));
        return found;
    }

    private static IEnumerable<string> In(JsonNode? spec)
    {
        if (spec is null)
        {
            yield break;
        }

        if (spec["Labels"] is JsonObject labels && labels.ContainsKey("orcastra.handoff"))
        {
            yield return "the mark";
        }

        foreach (var constraint in spec["TaskTemplate"]?["Placement"]?["Constraints"] as JsonArray ?? [])
        {
            if (constraint!.GetValue<string>().Contains("orcastra.gate", StringComparison.Ordinal))
            {
                yield return $"the gate {constraint}";
            }
        }
    }
}
