using System.Globalization;
using System.Text;
using Orcastra.Core.Policies;

namespace Orcastra.Faults;

/// <summary>A failure as people read it: the seed, the smallest steps that show it, and the journal of that run.</summary>
internal static class Report
{
    /// <summary>Tells of a failure.</summary>
    /// <param name="failed">What failed.</param>
    /// <param name="options">How it was played.</param>
    /// <param name="again">How to play it again.</param>
    public static string Of(Verdict failed, RunOptions options, string again)
    {
        var smallest = FaultRun.Play(Shrinker.Shrink(failed, options), options with { Records = true });
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {failed.Scenario.Seed}: {failed.Broken}: {failed.Violations[0].How}");
        text.AppendLine(CultureInfo.InvariantCulture, $"again: {again}");
        text.AppendLine("made as small as it gets:");
        Describe(text, smallest.Scenario);
        text.AppendLine(CultureInfo.InvariantCulture, $"which breaks {smallest.Broken}: {(smallest.Violations.Count > 0 ? smallest.Violations[0].How : "nothing")}");
        text.AppendLine("journal:");
        text.Append(smallest.Journal);
        return text.ToString();
    }

    /// <summary>Tells of a scenario in the words of scenario files.</summary>
    public static void Describe(StringBuilder text, FaultScenario scenario)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"nodes: {scenario.Nodes} ({scenario.Managers} managers, engine {scenario.Engine}), instances: [{string.Join(", ", scenario.Instances.Select(number => $"node{number}"))}]{(scenario.IsDry ? ", dry run" : "")}{(scenario.HasEvents ? "" : ", no events")}");
        text.AppendLine("services:");
        foreach (var service in scenario.Services)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {service.Name}: {Words(service)}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"dependencies: (dwell {scenario.Policy.Dwell.TotalSeconds}s, at most {scenario.Policy.MaxParallelGroups} groups, given up after {scenario.Policy.MaxMismatch.TotalSeconds}s)");
        foreach (var entry in scenario.Policy.Anchors)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {entry.Name}: [{string.Join(", ", entry.Dependents)}] {Words(entry)}");
        }

        text.AppendLine("steps:");
        foreach (var step in scenario.Steps)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ {step} }}");
        }
    }

    private static string Words(AnchorPolicy entry) => string.Join(' ', new[]
    {
        entry.RestartDependents ? "restart_dependents" : "",
        entry.Bind ? "bind" : "",
        entry.HandOff == HandOffMode.Labels ? "handoff: labels" : "",
        $"retries [{string.Join(", ", entry.Retries.Waits.Select(wait => wait.TotalSeconds.ToString(CultureInfo.InvariantCulture)))}]",
    }.Where(word => word.Length > 0));

    private static string Words(PlannedService service) => string.Join(", ", new[]
    {
        service.IsGlobal ? "global" : FormattableString.Invariant($"replicas {service.Replicas}"),
        service.Constraints.IsEmpty ? "" : $"constraints [{string.Join(", ", service.Constraints)}]",
        FormattableString.Invariant($"grace {service.GraceSeconds}s, stop {service.StopSeconds}s, start {service.StartSeconds}s"),
        FormattableString.Invariant($"parallelism {service.Parallelism}, monitor {service.MonitorSeconds}s, failure_action {service.OnFailure}"),
        service.StartsFirst ? "start-first" : "",
        FormattableString.Invariant($"restart {service.Restart} after {service.RestartDelaySeconds}s"),
        service.MaxAttempts > 0 ? FormattableString.Invariant($"max_attempts {service.MaxAttempts}") : "",
        service.HostPort > 0 ? FormattableString.Invariant($"port {service.HostPort}") : "",
        service.Reservation > 0 ? FormattableString.Invariant($"reserve {service.Reservation}M") : "",
        service.Volume.Length > 0 ? $"volume {service.Volume}" : "",
        string.Join(' ', service.Labels.Select(label => $"{label.Key}={label.Value}")),
    }.Where(word => word.Length > 0));
}
