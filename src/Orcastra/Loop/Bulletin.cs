using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Logging;
using Orcastra.Metrics;

namespace Orcastra.Loop;

/// <summary>Tells people and metrics what the passes lead to; what stays the same is told once.</summary>
/// <param name="docker">Whose requests are counted.</param>
/// <param name="instruments">The metrics.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class Bulletin(DockerClient docker, Instruments instruments, TimeProvider time, ILogger log)
{
    private readonly RefusalLog _refusals = new(log, time);
    private string _standing = "";
    private string _dryPlan = "";
    private Memory _before = Memory.Empty;
    private long _requests;

    /// <summary>When there will be something to tell even if nothing happens; null if not.</summary>
    public TimeSpan? DueIn => _refusals.DueIn;

    /// <summary>Tells about a pass.</summary>
    public void Tell(PassResult pass, Policy policy, bool isDry, TimeSpan duration)
    {
        instruments.Passes.Add(1);
        instruments.PassSeconds.Record(duration.TotalSeconds);
        instruments.AnchorSyncSeconds.Record(duration.TotalSeconds);
        instruments.LastSnapshot.Record(time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        instruments.Leader.Record(pass.Plan is null || isDry ? 0 : 1);
        CountRequests();
        if (!isDry)
        {
            TellStanding(pass);
        }

        if (pass.Plan is { } plan)
        {
            TellPlan(plan, policy, pass.Outcome, isDry);
        }
    }

    /// <summary>Tells what is left undone, at the end of a run that ends by itself.</summary>
    /// <param name="starting">Services that are still starting.</param>
    public void TellTheRest(IReadOnlyCollection<string> starting)
    {
        _refusals.TellTheRest();
        if (starting.Count > 0)
        {
            log.For("loop").Warning("ends although these are still starting: {Services:l}", string.Join(", ", starting));
        }
    }

    /// <summary>Counts what was asked of the engine since.</summary>
    public void CountRequests()
    {
        var requests = docker.Requests;
        instruments.EngineRequests.Add(requests - _requests);
        _requests = requests;
    }

    private void TellPlan(Plan plan, Policy policy, Outcome outcome, bool isDry)
    {
        _refusals.Update(plan.Refusals, areAll: policy.MayBegin); // who leaves begins nothing: what is not refused any more is not resolved
        instruments.Refusals.Record(_refusals.Count);
        instruments.HandOffsInFlight.Record(plan.Memory.HandOffs.Count);
        instruments.GivenUp.Record(plan.Memory.Attempts.Values.Count(attempts => time.GetUtcNow() - attempts.Since > policy.MaxMismatch));
        if (isDry)
        {
            TellDryPlan(plan);
            return;
        }

        instruments.AnchorSyncErrors.Add(outcome is { Failed: 0, Rejected.IsEmpty: true } ? 0 : 1);
        CountHandOffs(plan.Memory);
        if (outcome.HasChanged)
        {
            instruments.AnchorUpdates.Add(plan.Actions.Count(IsAnchorLabel));
        }
    }

    private static bool IsAnchorLabel(PlannedAction action) => action.Runner == Runner.LabelSync
        && action.Match(set => set.Key, remove => remove.Key, _ => Trace.Prefix, _ => Trace.Prefix) is var key
        && !key.StartsWith(Trace.Prefix, StringComparison.Ordinal);

    private void CountHandOffs(Memory now)
    {
        foreach (var ended in _before.HandOffs.Values.Where(handOff => !now.HandOffs.ContainsKey(handOff.ServiceId)))
        {
            instruments.HandOffs(ended.Undo is null ? HandOffOutcome.Done : HandOffOutcome.Undone);
            instruments.DependentUpdates.Add(1);
        }

        _before = now;
    }

    private void TellStanding(PassResult pass)
    {
        var standing = pass.Plan is null ? pass.Standing : "acts";
        if (standing != _standing)
        {
            log.Information("{Standing:l}", pass is { Plan: not null, Standing.Length: > 0 } ? $"acts: {pass.Standing}" : standing);
            _standing = standing;
        }
    }

    private void TellDryPlan(Plan plan)
    {
        var lines = plan.Actions.Select(action => (action.Runner, Words: ActionWords.Of(action), action.Reason)).ToList();
        var text = string.Join('\n', lines.Select(line => $"{line.Words.Kind} {line.Words.Subject} {line.Words.What}"));
        if (text == _dryPlan)
        {
            return;
        }

        _dryPlan = text;
        foreach (var (runner, words, reason) in lines)
        {
            log.For(runner).Information("dry run, would do {Kind:l} {Subject:l}: {What:l} ({Reason:l})", words.Kind, words.Subject, words.What, reason);
        }
    }
}
