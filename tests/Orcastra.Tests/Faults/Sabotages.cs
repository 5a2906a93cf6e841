using System.Text.Json.Nodes;
using Orcastra.Core.Policies;
using Orcastra.Faults;

namespace Orcastra.Tests.Faults;

/// <summary>A small story, and those who stand between Orcastra and its engine and make a broken planner of it.</summary>
internal static class Sabotages
{
    /// <summary>An anchor, a dependent that stops slowly and is bound to its label, and the anchor moves.</summary>
    public static FaultScenario Story(params ReadOnlySpan<Step> steps) => new()
    {
        Seed = 7,
        Services =
        [
            new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] },
            new PlannedService { Name = "web", Constraints = ["node.labels.db == true"], StopSeconds = 4, RestartDelaySeconds = 1 },
        ],
        Policy = new()
        {
            HasDependencies = true,
            Anchors = [new("db", "", ["web"], false, RetrySchedule.OfSeconds(2, 5, 10), HandOffMode.Ordered, false, "dependencies.yml:1:1")],
        },
        Instances = [3],
        Steps = steps.Length > 0 ? [.. steps] : [new(TimeSpan.FromSeconds(10), new MoveTo("db", 2))],
    };

    /// <summary>The known-bad hand-off.</summary>
    public static Policy ByLabels(this Policy policy) => policy with { Anchors = [.. policy.Anchors.Select(entry => entry with { HandOff = HandOffMode.Labels })] };

    /// <summary>Changes what Orcastra writes to services.</summary>
    public static RunOptions Writing(Action<JsonNode> change) => new() { Sabotage = inner => new Meddler(inner) { OnServiceWrite = change } };

    /// <summary>Changes what Orcastra writes to nodes.</summary>
    public static RunOptions Labelling(Action<JsonNode> change) => new() { Sabotage = inner => new Meddler(inner) { OnNodeWrite = change } };

    /// <summary>Changes what Orcastra sees.</summary>
    public static RunOptions Seeing(Action<string, JsonNode> change) => new() { Sabotage = inner => new Meddler(inner) { OnRead = change } };

    /// <summary>Goes on with the nodes that were seen first.</summary>
    public static RunOptions GoingOn() => new() { Sabotage = inner => new Meddler(inner) { Remembers = true } };

    /// <summary>Swallows writes to services, which Orcastra takes for done.</summary>
    public static RunOptions Dropping(Func<JsonNode, bool> drops) => new() { Sabotage = inner => new Meddler(inner) { Drops = drops } };

    /// <summary>The constraints of a spec.</summary>
    public static JsonArray Constraints(this JsonNode spec) => spec["TaskTemplate"]!["Placement"]!["Constraints"] as JsonArray ?? [];

    /// <summary>True if a spec holds a gate.</summary>
    public static bool IsGated(this JsonNode spec) => spec.Constraints().Any(text => text!.GetValue<string>().Contains("orcastra.gate", StringComparison.Ordinal));

    /// <summary>Takes the gate out of a spec.</summary>
    public static void Ungate(this JsonNode spec) => spec["TaskTemplate"]!["Placement"]!["Constraints"] =
        new JsonArray([.. spec.Constraints().Select(text => text!.GetValue<string>()).Where(text => !text.Contains("orcastra.gate", StringComparison.Ordinal)).Select(text => (JsonNode)text)]);
}
