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
    private readonly HandOffLog _handOffs = new(log.For(Runner.LabelSync));
    private readonly EndingLog _endings = new(log);
    private readonly KeptSpecLog _kept = new(log.For(Runner.LabelSync));
    private readonly DryRunLog _dryRun = new(log, time);
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
        if (pass is { Plan: { } plan, Seen: { } seen })
        {
            TellPlan(plan, seen, policy, pass.Outcome, isDry);
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

    private void TellPlan(Plan plan, Observation seen, Policy policy, Outcome outcome, bool isDry)
    {
        _refusals.Update(plan.Refusals, areAll: policy.MayBegin); // who leaves begins nothing: what is not refused any more is not resolved
        instruments.Refusals.Record(_refusals.Count);
        instruments.HandOffsInFlight.Record(plan.Memory.HandOffs.Count);
        instruments.GivenUp.Record(plan.Memory.Attempts.Values.Count(attempts => time.GetUtcNow() - attempts.Since > policy.MaxMismatch));
        if (isDry)
        {
            _dryRun.Update(plan.Actions);
            return;
        }

        instruments.AnchorSyncErrors.Add(outcome is { Failed: 0, Rejected.IsEmpty: true } ? 0 : 1);
        if (outcome.IsRemembered)
        {
            _handOffs.Tell(seen.Remembered.Memory, plan.Memory, seen.Snapshot);
            _endings.Tell(seen.Remembered.Memory, plan.Memory, seen.Snapshot);
            _kept.Tell(seen.Remembered.Memory, plan.Memory, seen.Snapshot);
            CountHandOffs(seen.Remembered.Memory, plan.Memory);
        }

        if (outcome.HasChanged)
        {
            instruments.AnchorUpdates.Add(plan.Actions.Count(IsAnchorLabel));
        }
    }

    private static bool IsAnchorLabel(PlannedAction action) => action.Runner == Runner.LabelSync
        && action.Match(set => set.Key, remove => remove.Key, _ => Trace.Prefix, _ => Trace.Prefix, _ => Trace.Prefix, _ => Trace.Prefix, _ => Trace.Prefix, _ => Trace.Prefix) is var key
        && !key.StartsWith(Trace.Prefix, StringComparison.Ordinal);

    private void CountHandOffs(Memory before, Memory after)
    {
        // What was dropped before its first write was none.
        foreach (var ended in before.HandOffs.Values.Where(handOff => HandOffLog.IsOver(handOff, after) && handOff.GatedAt is not null))
        {
            instruments.HandOffs(ended switch
            {
                { Undo: not null } => HandOffOutcome.Undone,
                { RunningSince: null } => HandOffOutcome.Overtaken,
                _ => HandOffOutcome.Done,
            });
            instruments.DependentUpdates.Add(1);
        }
    }
}
