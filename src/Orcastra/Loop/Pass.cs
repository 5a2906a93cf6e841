using System.Collections.Immutable;
using Orcastra.Core.Leading;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Rebooting;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Rebooting;

namespace Orcastra.Loop;

/// <summary>What one pass led to.</summary>
/// <param name="Plan">The plan; null if this instance stands by.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Standing">Why this instance stands by, or acts from now on; empty if it acts as before.</param>
internal sealed record PassResult(Plan? Plan, Outcome Outcome, string Standing)
{
    /// <summary>What the plan was made from; null if this instance stands by.</summary>
    public Observation? Seen { get; init; }

    /// <summary>True if nothing is left that a next pass could do at once.</summary>
    public bool IsAtRest => Plan is null || (Plan is { Actions.IsEmpty: true, IsUnfinished: false } && !Outcome.HasChanged);
}

/// <summary>Observe, decide, act: one pass.</summary>
/// <param name="observer">Looks.</param>
/// <param name="lease">Whether this instance may act.</param>
/// <param name="executor">Acts.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it says who acts; null if nobody is to be told.</param>
/// <param name="onTakingOver">Told what is seen when this instance begins to act, before it asks what is wanted.</param>
/// <param name="machines">Asks machines; null if none can be asked.</param>
internal sealed class Pass(Observer observer, Lease lease, Executor executor, TimeProvider time, ILogger? log = null, Action<Observation>? onTakingOver = null, MachineWatch? machines = null)
{
    private bool _standsBy;
    private bool _acts;
    private string _standing = "";
    private ImmutableArray<Rejection> _rejected = [];
    private ImmutableArray<RebootReport> _notRebooted = [];
    private ImmutableArray<string> _forgotten = [];

    /// <summary>
    /// True while something of ours may be in the Swarm that is there to be taken away again: until the first complete look
    /// nobody knows, and from a plan's first write on, however carrying it out ends. A look that fails changes nothing.
    /// </summary>
    public bool MayLeaveTraces { get; private set; } = true;

    /// <summary>Does one pass.</summary>
    /// <param name="policy">What is wanted.</param>
    /// <param name="isDry">True to stop before anything is written, the lease included.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<PassResult> RunAsync(Func<Policy> policy, bool isDry, CancellationToken stop)
    {
        // Who stands by needs the nodes only, to see whether the holder's is down: once a second, for as long as it takes.
        if (_standsBy && await lease.AskAsync(await observer.LookAtNodesAsync(stop), stop) is { Acts: false } still)
        {
            return StandBy(still);
        }

        var seen = await observer.LookAsync(stop);
        var decision = isDry ? LeaseDecision.OfNone : await lease.AskAsync(seen.Snapshot, stop);
        if (!decision.Acts)
        {
            return StandBy(decision);
        }

        if (!isDry)
        {
            Tell("acts", decision.Reason); // before its first write
        }

        if (!_acts)
        {
            onTakingOver?.Invoke(seen);
            (_standsBy, _acts) = (false, true);
        }

        var memory = _rejected.Aggregate(seen.Remembered.Memory, (known, one) => RejectedWrites.Note(known, one.Action, one.Reason, one.At));
        var now = time.GetUtcNow();
        memory = _notRebooted.Aggregate(memory, (known, report) => RebootPlanner.Note(known, report, now));
        memory = _forgotten.IsEmpty ? memory : memory with { Kept = memory.Kept.RemoveRange(_forgotten) };
        var wanted = policy();
        var plan = ClusterPlanner.Plan(seen.Snapshot, wanted, memory, now, machines?.Look(seen.Snapshot, wanted, memory, stop));
        MayLeaveTraces = !isDry && plan.MayLeaveTraces;
        var outcome = isDry ? Outcome.Idle : await executor.CarryOutAsync(plan, seen.Remembered, stop);
        (_rejected, _notRebooted, _forgotten) = (outcome.Rejected, outcome.NotRebooted, outcome.Forgotten); // remembered by the next pass, which is due at once
        return new(plan, outcome, decision.Reason) { Seen = seen };
    }

    private PassResult StandBy(LeaseDecision decision)
    {
        (_standsBy, _acts, _rejected, _notRebooted, _forgotten) = (true, false, [], [], []);
        MayLeaveTraces = false; // what stands is for the one that acts to end
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
