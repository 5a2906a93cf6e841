using Orcastra.Core.Leading;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Remembering;
using Serilog.Core;

namespace Orcastra.Releasing;

/// <summary>How somebody wants to be rid of us.</summary>
/// <param name="IsForced">Take the lease from an instance that lives.</param>
/// <param name="KeepsLabels">Leave the labels of files and anchors on the nodes.</param>
/// <param name="Patience">How long hand-offs under way may take to end.</param>
internal sealed record ReleaseWishes(bool IsForced, bool KeepsLabels, TimeSpan Patience);

/// <summary>Takes everything of ours out of the Swarm.</summary>
/// <param name="docker">The engine.</param>
/// <param name="memory">The config object of our memory.</param>
/// <param name="kept">The config objects of what services could be rolled back to.</param>
/// <param name="leaseRecord">The config object of the lease.</param>
/// <param name="me">This process.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Where is told what is done.</param>
internal sealed class Release(
    DockerClient docker, SwarmRecord memory, KeptSpecs kept, SwarmRecord leaseRecord, Instance me, TimeProvider time, ReleaseReport report)
{
    private readonly Observer _observer = new(docker, memory, time);
    private readonly Journal _journal = new(Logger.None);
    private int _told;

    /// <summary>Says what there is, and changes nothing.</summary>
    public async Task<int> RehearseAsync(ReleaseWishes wishes, CancellationToken stop)
    {
        var seen = await _observer.LookAsync(stop);
        var lease = await leaseRecord.ReadAsync(stop);
        return report.Rehearsal(seen, PolicyOf(wishes, seen), wishes.KeepsLabels, [.. await ObjectsAsync(seen.Remembered.Config is not null, lease is not null, stop)]);
    }

    /// <summary>Does it.</summary>
    public async Task<int> RunAsync(ReleaseWishes wishes, CancellationToken stop)
    {
        var before = await _observer.LookAsync(stop);
        var lease = await leaseRecord.ReadAsync(stop);
        var had = before.Remembered.Memory;
        if (Belongings.In(before.Snapshot, had).IsEmpty && before.Remembered.Config is null && lease is null && (await kept.ListAsync(stop)).IsEmpty)
        {
            return report.NothingThere();
        }

        var taking = new LeaseTaking(leaseRecord, me, time, report.Waits);
        if (await taking.TakeAsync(before.Snapshot, wishes.IsForced, Cli.Processes.IsHere, Cli.Processes.IsGone, stop) is { } alive)
        {
            return report.SomebodyLives(alive);
        }

        var grace = ReleaseLoop.LongestGrace(before.Snapshot, had.HandOffs.Keys);
        var outcome = await Loop(PolicyOf(wishes, before)).RunAsync(grace > wishes.Patience ? grace : wishes.Patience, stop);
        var after = await _observer.LookAsync(stop);
        var left = Belongings.In(after.Snapshot, had);
        if (!outcome.IsSettled || !after.Remembered.Memory.HandOffs.IsEmpty || left.Any(one => one.IsTrace))
        {
            return report.NotDone(outcome, left);
        }

        if (!wishes.IsForced && await taking.OtherAsync(after.Snapshot, stop) is { } other)
        {
            return report.SomebodyCame(other);
        }

        await RemoveObjectsAsync(stop);
        return report.Done(outcome, new(Belongings.In(before.Snapshot, had), left, wishes.KeepsLabels), after.Snapshot, had.AnchorLabels);
    }

    // Labels that are to stay are declared where they are: so the planners leave them, and no more than these.
    private static Policy PolicyOf(ReleaseWishes wishes, Observation seen) => !wishes.KeepsLabels ? ReleaseLoop.Nothing : ReleaseLoop.Nothing with
    {
        Nodes = [.. seen.Snapshot.Nodes.Values.Select(node => new NodePolicy(node.Id, "", Belongings.LabelsOf(node, seen.Remembered.Memory), "--keep-labels"))],
    };

    private ReleaseLoop Loop(Policy policy)
    {
        var held = new Lease(leaseRecord, me, new Endings(me, Cli.Processes.IsAlive, docker).HasEndedAsync, time);
        var executor = new Executor(docker, memory, kept, held, _journal, new OwnWrites(time), time, Logger.None);
        return new(new Pass(_observer, held, executor, time), policy, time, TellNew);
    }

    // What was kept first, for memory speaks of it; then memory: without it nothing can be misread, without the lease another
    // instance could come in between.
    private async Task RemoveObjectsAsync(CancellationToken stop)
    {
        foreach (var (name, service) in await kept.ListAsync(stop))
        {
            await new SwarmRecord(docker, name).RemoveAsync(stop);
            report.Removed(name, service);
        }

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

    private async Task<IEnumerable<string>> ObjectsAsync(bool hasMemory, bool hasLease, CancellationToken stop) =>
    [
        .. (await kept.ListAsync(stop)).Select(one => $"{one.Name}: what rollback_service:{one.Service} would bring back, so ask for that before if you want it"),
        .. hasMemory ? [memory.Name] : Array.Empty<string>(),
        .. hasLease ? [leaseRecord.Name] : Array.Empty<string>(),
    ];
}
