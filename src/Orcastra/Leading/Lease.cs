using Orcastra.Core.Leading;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Remembering;

namespace Orcastra.Leading;

/// <summary>This instance's dealings with the lease.</summary>
/// <param name="record">The config object that holds it.</param>
/// <param name="me">This instance.</param>
/// <param name="hasEnded">True for another instance that is known for sure to have ended.</param>
/// <param name="time">The monotonic clock by which a holder expires.</param>
internal sealed class Lease(SwarmRecord record, Instance me, Func<Instance, CancellationToken, Task<bool>> hasEnded, TimeProvider time)
{
    // The loop asks, and a keeper renews at rest: one at a time, or they would conflict with each other.
    private readonly Turn _turn = new();
    private (Instance? Holder, long Beat) _seen;
    private long _seenAt;
    private long _renewedAt;

    /// <summary>True if this instance acted when it last asked.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Asks whether this instance may act, and writes what that takes.</summary>
    public Task<LeaseDecision> AskAsync(ClusterSnapshot snapshot, CancellationToken stop) => _turn.TakeAsync(() => DecideAsync(snapshot, stop), stop);

    /// <summary>True if this instance still holds the lease: asked before each write.</summary>
    public Task<bool> IsStillHeldAsync(CancellationToken stop) =>
        _turn.TakeAsync(async () => IsHeld = StateOf(await record.ReadAsync(stop)).Holder == me, stop);

    /// <summary>
    /// Renews the lease while somebody stands by, also when the loop rests: its interval may be longer than the lease lasts.
    /// </summary>
    /// <param name="isWell">False while the loop is stuck: then the lease may expire.</param>
    /// <param name="stop">Ends it.</param>
    public async Task KeepAsync(Func<bool> isWell, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Sleep.ForAsync(LeaseRule.Renewal, time, stop);
            if (IsHeld && isWell())
            {
                await _turn.TakeAsync(() => RenewAsync(stop), stop);
            }
        }
    }

    private async Task<LeaseDecision> DecideAsync(ClusterSnapshot snapshot, CancellationToken stop)
    {
        var config = await record.ReadAsync(stop);
        var holder = StateOf(config).Holder;
        var hasHolderEnded = holder is not null && holder != me && await hasEnded(holder, stop);
        var decision = LeaseRule.Decide(View(snapshot, config, hasHolderEnded));
        if (decision.Write is { } write)
        {
            try
            {
                await record.WriteAsync(config, write.Write(), stop);
                _renewedAt = time.GetTimestamp();
            }
            catch (ConflictException)
            {
                decision = new(false, null, "another instance wrote the lease at the same moment; asks again");
            }
        }

        IsHeld = decision.Acts;
        return decision;
    }

    /// <summary>Lets go, so that a standby need not wait.</summary>
    public async Task LetGoAsync(CancellationToken stop)
    {
        var config = await record.ReadAsync(stop);
        var state = StateOf(config);
        var mine = me.ToString();
        if (state.Holder == me || state.Standbys.Contains(mine))
        {
            var holder = state.Holder == me ? null : state.Holder;
            await record.WriteAsync(config, new LeaseState(holder, state.Beat + 1, state.Standbys.Remove(mine)).Write(), stop);
        }

        IsHeld = false;
    }

    private async Task<bool> RenewAsync(CancellationToken stop)
    {
        try
        {
            var config = await record.ReadAsync(stop);
            if (LeaseRule.Renewed(StateOf(config), me, SinceRenewed) is { } renewed)
            {
                await record.WriteAsync(config, renewed.Write(), stop);
                _renewedAt = time.GetTimestamp();
            }

            return true;
        }
        catch (DockerException)
        {
            return false; // the next look tells whether the lease is still ours
        }
    }

    private TimeSpan SinceRenewed => _renewedAt == 0 ? TimeSpan.MaxValue : time.GetElapsedTime(_renewedAt);

    private LeaseView View(ClusterSnapshot snapshot, SwarmConfig? config, bool hasHolderEnded)
    {
        var state = StateOf(config);
        var seen = (state.Holder, state.Beat);
        if (seen != _seen || _seenAt == 0)
        {
            (_seen, _seenAt) = (seen, time.GetTimestamp());
        }

        return new(
            me,
            state,
            snapshot.Nodes.Values.FirstOrDefault(node => node.IsLeader)?.Id ?? "",
            snapshot.IsGone,
            hasHolderEnded,
            time.GetElapsedTime(_seenAt),
            SinceRenewed);
    }

    private static LeaseState StateOf(SwarmConfig? config) => config is null ? LeaseState.Free : LeaseState.Read(config.Labels);
}
