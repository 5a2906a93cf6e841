using System.Collections.Immutable;
using Orcastra.Core.Leading;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Remembering;

namespace Orcastra.Releasing;

/// <summary>
/// Takes the lease only from nobody or from the dead: an instance that lives would put everything back. Precedence beside
/// the Raft leader does not count here.
/// </summary>
/// <param name="record">The config object of the lease.</param>
/// <param name="me">This process.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Tells what is waited for.</param>
internal sealed class LeaseTaking(SwarmRecord record, Instance me, TimeProvider time, Action<string> tell)
{
    // Standbys look once a second: whoever lives has registered again by then.
    private static readonly TimeSpan Roll = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <summary>Takes it.</summary>
    /// <param name="snapshot">The Swarm, for whose nodes are gone.</param>
    /// <param name="isForced">True to take it from whoever has it.</param>
    /// <param name="isHere">True for an instance whose process runs on this host.</param>
    /// <param name="isEnded">True for an instance whose process on this host has ended.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>Who is alive; null if the lease is ours.</returns>
    public async Task<string?> TakeAsync(
        ClusterSnapshot snapshot, bool isForced, Func<Instance, bool> isHere, Func<Instance, bool> isEnded, CancellationToken stop)
    {
        var state = await StateAsync(stop);
        var holder = state.Holder;
        if (!isForced && holder is not null && !snapshot.IsGone(holder.NodeId) && !isEnded(holder))
        {
            if (isHere(holder) || await ShowsLifeAsync(holder, stop))
            {
                return Words(holder, "acts", snapshot);
            }
        }

        var others = state.Standbys;
        await WriteAsync(current => new(me, current.Beat + 1, ImmutableSortedSet.Create<string>(StringComparer.Ordinal)), stop);
        return isForced || (others.IsEmpty && holder is null) ? null : await WhoRegistersAsync(snapshot, stop);
    }

    /// <summary>Who else has registered to stand by, or has taken the lease; null if nobody.</summary>
    public async Task<string?> OtherAsync(ClusterSnapshot snapshot, CancellationToken stop)
    {
        var state = await StateAsync(stop);
        return state.Holder is { } holder && holder != me
            ? Words(holder, "has taken the lease", snapshot)
            : state.Standbys.Select(Instance.Parse).OfType<Instance>().FirstOrDefault(standby => standby != me) is { } other ? Words(other, "stands by", snapshot) : null;
    }

    // A holder renews its lease while somebody stands by, so this registers and waits for the beat.
    private async Task<bool> ShowsLifeAsync(Instance holder, CancellationToken stop)
    {
        tell($"waits up to {LeaseRule.Expiry.TotalSeconds:0} s for a sign of life of {holder.Name}");
        await WriteAsync(state => state with { Standbys = state.Standbys.Add(me.ToString()) }, stop);
        var before = await StateAsync(stop);
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < LeaseRule.Expiry)
        {
            await Task.Delay(Step, time, stop);
            var now = await StateAsync(stop);
            if (now.Beat != before.Beat || now.Holder != before.Holder)
            {
                await WriteAsync(state => state with { Standbys = state.Standbys.Remove(me.ToString()) }, stop);
                return now.Holder is not null;
            }
        }

        return false;
    }

    private async Task<string?> WhoRegistersAsync(ClusterSnapshot snapshot, CancellationToken stop)
    {
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < Roll)
        {
            await Task.Delay(Step, time, stop);
            if (await OtherAsync(snapshot, stop) is { } other)
            {
                await WriteAsync(state => state.Holder == me ? state with { Holder = null } : state, stop);
                return other;
            }
        }

        return null;
    }

    private async Task<LeaseState> StateAsync(CancellationToken stop) => Of(await record.ReadAsync(stop));

    private async Task WriteAsync(Func<LeaseState, LeaseState> change, CancellationToken stop)
    {
        while (true)
        {
            var config = await record.ReadAsync(stop);
            try
            {
                await record.WriteAsync(config, change(Of(config)).Write(), stop);
                return;
            }
            catch (ConflictException)
            {
                await Task.Delay(Step, time, stop); // somebody wrote in between: change what is there now
            }
        }
    }

    private static LeaseState Of(SwarmConfig? config) => config is null ? LeaseState.Free : LeaseState.Read(config.Labels);

    private static string Words(Instance who, string does, ClusterSnapshot snapshot) =>
        $"the instance on {snapshot.NameOf(who.NodeId)} (process {who.ProcessId} of {who.Host}) {does}";
}
