using Orcastra.Core.Leading;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Execution;
using Orcastra.Leading;

namespace Orcastra.Loop;

/// <summary>What one pass led to.</summary>
/// <param name="Plan">The plan; null if this instance stands by.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Standing">Why this instance stands by, or acts from now on; empty if it acts as before.</param>
/// <param name="Seen">What the plan was made from; null if this instance stands by.</param>
internal sealed record PassResult(Plan? Plan, Outcome Outcome, string Standing, Observation? Seen = null);

/// <summary>Observe, decide, act: one pass.</summary>
/// <param name="observer">Looks.</param>
/// <param name="lease">Whether this instance may act.</param>
/// <param name="executor">Acts.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it says who acts; null if nobody is to be told.</param>
internal sealed class Pass(Observer observer, Lease lease, Executor executor, TimeProvider time, ILogger? log = null)
{
    private bool _standsBy;
    private string _standing = "";

    /// <summary>Does one pass.</summary>
    /// <param name="policy">What is wanted.</param>
    /// <param name="isDry">True to stop before anything is written, the lease included.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<PassResult> RunAsync(Policy policy, bool isDry, CancellationToken stop)
    {
        // Who stands by needs the nodes only, to see whether the holder's is down: once a second, for as long as it takes.
        if (_standsBy && await lease.AskAsync(await observer.LookAtNodesAsync(stop), stop) is { Acts: false } still)
        {
            return StandBy(still);
        }

        var seen = await observer.LookAsync(stop);
        var decision = isDry ? LeaseDecision.OfNone : await lease.AskAsync(seen.Snapshot, stop);
        _standsBy = !decision.Acts;
        if (_standsBy)
        {
            return StandBy(decision);
        }

        if (!isDry)
        {
            Tell("acts", decision.Reason); // before its first write
        }

        var plan = ClusterPlanner.Plan(seen.Snapshot, policy, seen.Remembered.Memory, time.GetUtcNow());
        var outcome = isDry ? Outcome.Idle : await executor.CarryOutAsync(plan, seen.Remembered, stop);
        return new(plan, outcome, decision.Reason, seen);
    }

    private PassResult StandBy(LeaseDecision decision)
    {
        Tell(decision.Reason, "");
        return new(null, Outcome.Idle, decision.Reason);
    }

    // Once, until it changes.
    private void Tell(string standing, string reason)
    {
        if (standing != _standing)
        {
            _standing = standing;
            log?.Information("{Standing:l}", reason.Length > 0 ? $"{standing}: {reason}" : standing);
        }
    }
}
