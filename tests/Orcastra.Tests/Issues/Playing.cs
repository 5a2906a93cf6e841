using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Faults;

namespace Orcastra.Tests.Issues;

/// <summary>Plays what a fault test has found, in its smallest form: all laws must hold in it now.</summary>
internal static class Playing
{
    public static AnchorPolicy Entry(string anchor, params ReadOnlySpan<string> dependents) =>
        new(anchor, "", [.. dependents], false, RetrySchedule.OfSeconds(2, 5, 10), HandOffMode.Ordered, false, "dependencies.yml:1:1");

    public static Step At(double seconds, Deed deed) => new(TimeSpan.FromSeconds(seconds), deed);

    /// <summary>Plays it and demands that no law is broken.</summary>
    /// <returns>All that happened.</returns>
    public static string Holds(
        ImmutableArray<PlannedService> services, ImmutableArray<AnchorPolicy> anchors, ImmutableArray<Step> steps, int nodes = 3, int instance = 3, ulong seed = 7)
    {
        var scenario = new FaultScenario
        {
            Seed = seed,
            Nodes = nodes,
            Services = services,
            Policy = new() { HasDependencies = true, Anchors = anchors, Dwell = TimeSpan.Zero, MaxMismatch = TimeSpan.FromSeconds(40) },
            Instances = [instance],
            Steps = steps,
        };
        var verdict = FaultRun.Play(scenario, new() { Records = true });
        Assert.True(verdict.Violations.Count == 0, $"{string.Join('\n', verdict.Violations.Select(violation => $"{violation.Law}: {violation.How}"))}\n{verdict.Journal}");
        return verdict.Journal;
    }
}
