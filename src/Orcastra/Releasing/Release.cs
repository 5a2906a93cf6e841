using Orcastra.Core.Leading;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Remembering;
using Serilog.Core;

namespace Orcastra.Releasing;

/// <summary>Takes everything of ours out of the Swarm.</summary>
/// <param name="docker">The engine.</param>
/// <param name="memory">The config object of our memory.</param>
/// <param name="leaseRecord">The config object of the lease.</param>
/// <param name="me">This process.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Where is told what is done.</param>
internal sealed class Release(
    DockerClient docker, SwarmRecord memory, SwarmRecord leaseRecord, Instance me, TimeProvider time, ReleaseReport report)
{
    private readonly Observer _observer = new(docker, memory, time);
    private readonly Journal _journal = new(Logger.None);
    private int _told;

    /// <summary>Says what there is, and changes nothing.</summary>
    public async Task<int> RehearseAsync(CancellationToken stop)
    {
        var seen = await _observer.LookAsync(stop);
        var lease = await leaseRecord.ReadAsync(stop);
        return report.Rehearsal(seen, [.. Objects(seen.Remembered.Config is not null, lease is not null)]);
    }

    /// <summary>Does it.</summary>
    /// <param name="isForced">True to take the lease from an instance that lives.</param>
    /// <param name="patience">How long hand-offs under way may take to end.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<int> RunAsync(bool isForced, TimeSpan patience, CancellationToken stop)
    {
        var before = await _observer.LookAsync(stop);
        var lease = await leaseRecord.ReadAsync(stop);
        var had = before.Remembered.Memory;
        if (Belongings.In(before.Snapshot, had).IsEmpty && before.Remembered.Config is null && lease is null)
        {
            return report.NothingThere();
        }

        var taking = new LeaseTaking(leaseRecord, me, time, report.Waits);
        if (await taking.TakeAsync(before.Snapshot, isForced, Cli.Processes.IsHere, Cli.Processes.IsGone, stop) is { } alive)
        {
            return report.SomebodyLives(alive);
        }

        var grace = ReleaseLoop.LongestGrace(before.Snapshot, had.HandOffs.Keys);
        var outcome = await Loop().RunAsync(grace > patience ? grace : patience, stop);
        var after = await _observer.LookAsync(stop);
        var left = Belongings.In(after.Snapshot, had);
        if (!outcome.IsSettled || !after.Remembered.Memory.HandOffs.IsEmpty || left.Any(one => one.IsTrace))
        {
            return report.NotDone(outcome, left);
        }

        if (!isForced && await taking.OtherAsync(after.Snapshot, stop) is { } other)
        {
            return report.SomebodyCame(other);
        }

        await RemoveObjectsAsync(stop);
        return report.Done(outcome, left, after.Snapshot, had.AnchorLabels);
    }

    private ReleaseLoop Loop()
    {
        var held = new Lease(leaseRecord, me, new Endings(me, Cli.Processes.IsAlive, docker).HasEndedAsync, time);
        var executor = new Executor(docker, memory, held, _journal, new OwnWrites(time), time, Logger.None);
        return new(new Pass(_observer, held, executor, time), time, TellNew);
    }

    // Memory first: without it nothing can be misread, without the lease another instance could come in between.
    private async Task RemoveObjectsAsync(CancellationToken stop)
    {
        foreach (var record in new[] { memory, leaseRecord })
        {
            if (await record.RemoveAsync(stop))
            {
                report.Removed(record.Name);
            }
        }
    }

    private void TellNew()
    {
        foreach (var entry in _journal.Entries.Skip(_told))
        {
            report.Did(entry);
            _told++;
        }
    }

    private IEnumerable<string> Objects(bool hasMemory, bool hasLease)
    {
        if (hasMemory)
        {
            yield return memory.Name;
        }

        if (hasLease)
        {
            yield return leaseRecord.Name;
        }
    }
}
