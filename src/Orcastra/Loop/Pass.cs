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
internal sealed record PassResult(Plan? Plan, Outcome Outcome, string Standing);

/// <summary>Observe, decide, act: one pass.</summary>
/// <param name="observer">Looks.</param>
/// <param name="lease">Whether this instance may act.</param>
/// <param name="executor">Acts.</param>
/// <param name="time">The clock.</param>
internal sealed class Pass(Observer observer, Lease lease, Executor executor, TimeProvider time)
{
    private bool _standsBy;

    /// <summary>Does one pass.</summary>
    /// <param name="policy">What is wanted.</param>
    /// <param name="isDry">True to stop before anything is written, the lease included.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<PassResult> RunAsync(Policy policy, bool isDry, CancellationToken stop)
    {
        // Who stands by needs the nodes only, to see whether the holder's is down: once a second, for as long as it takes.
        if (_standsBy && await lease.AskAsync(await observer.LookAtNodesAsync(stop), stop) is { Acts: false } still)
        {
            return new(null, Outcome.Idle, still.Reason);
        }

        var seen = await observer.LookAsync(stop);
        var decision = isDry ? LeaseDecision.OfNone : await lease.AskAsync(seen.Snapshot, stop);
        _standsBy = !decision.Acts;
        if (_standsBy)
        {
            return new(null, Outcome.Idle, decision.Reason);
        }

        var plan = ClusterPlanner.Plan(seen.Snapshot, policy, seen.Remembered.Memory, time.GetUtcNow());
        var outcome = isDry ? Outcome.Idle : await executor.CarryOutAsync(plan, seen.Remembered, stop);
        return new(plan, outcome, decision.Reason);
    }
}
