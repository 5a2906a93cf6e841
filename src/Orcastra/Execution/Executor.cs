using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Remembering;
using Orcastra.Docker;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Rebooting;
using Orcastra.Remembering;

namespace Orcastra.Execution;

/// <summary>
/// Carries a plan out: first what must be remembered, then each write, every one a compare-and-swap against what was
/// planned on, and only while the lease is held. The one place where faults of writes are caught.
/// </summary>
/// <param name="docker">The engine.</param>
/// <param name="memory">Where memory is kept.</param>
/// <param name="kept">Where what services could be rolled back to is kept.</param>
/// <param name="lease">Whether this instance may act.</param>
/// <param name="journal">Where it is recorded.</param>
/// <param name="own">Announces writes, so that their events wake nobody.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
/// <param name="machines">The machines of the nodes; null if none can be reached.</param>
internal sealed class Executor(
    DockerClient docker, SwarmRecord memory, KeptSpecs kept, Lease lease, Journal journal, OwnWrites own, TimeProvider time, ILogger log, IMachines? machines = null)
{
    private readonly IMachines _machines = machines ?? new NoMachines();

    // A write compares one version: what has become of everything else since the look it does not see.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>Carries the plan out.</summary>
    public async Task<Outcome> CarryOutAsync(Plan plan, Remembered remembered, CancellationToken stop)
    {
        var began = time.GetTimestamp(); // remembering is a write, too, and may take as long
        var labels = remembered.ChangeTo(plan.Memory);
        if (labels is not null)
        {
            if (!await IsRememberedAsync(remembered, labels, stop))
            {
                return new(0, 1, 0) { IsRemembered = false };
            }
        }
        else if (plan.Actions.IsEmpty)
        {
            return Outcome.Idle;
        }

        var hasRemembered = labels is not null;
        var outcome = Outcome.Idle;
        foreach (var effect in Effects(plan, stop))
        {
            // Something has to come of each look, however slow the Swarm is.
            if ((hasRemembered || outcome != Outcome.Idle) && time.GetElapsedTime(began) > Freshness)
            {
                log.Debug("the look is too old for what is left of this pass; looks again");
                return Dropped(plan, outcome);
            }

            if (!await lease.IsStillHeldAsync(stop))
            {
                log.Information("another instance has taken over; what is left of this pass is its to do");
                return outcome with { Dropped = outcome.Dropped + 1 };
            }

            outcome = await effect(outcome);
        }

        return outcome;
    }

    private IEnumerable<Func<Outcome, Task<Outcome>>> Effects(Plan plan, CancellationToken stop) =>
    [
        .. Write.Of(plan).Select(write => (Func<Outcome, Task<Outcome>>)(before => TryAsync(write, plan.Memory, before, stop))),
        .. plan.Actions.OfType<RebootNode>().Select(reboot => (Func<Outcome, Task<Outcome>>)(before => RebootAsync(reboot, before, stop))),
    ];

    // A reboot comes last; one that was recorded and is dropped here has not been sent for sure.
    private static Outcome Dropped(Plan plan, Outcome outcome) => outcome with
    {
        Dropped = outcome.Dropped + 1,
        NotRebooted = [.. plan.Actions.OfType<RebootNode>().Select(reboot => new RebootReport(reboot.Node.Id, reboot.SentAt, Failure: null))],
    };

    // What is broken off here may have been sent: then nothing is reported, and the boot ID tells.
    private async Task<Outcome> RebootAsync(RebootNode reboot, Outcome outcome, CancellationToken stop)
    {
        var failure = await _machines.RebootAsync(reboot.Node, stop);
        Record([reboot], failure);
        return failure is null
            ? outcome with { Written = outcome.Written + 1 }
            : outcome with { Failed = outcome.Failed + 1, NotRebooted = outcome.NotRebooted.Add(new(reboot.Node.Id, reboot.SentAt, failure)) };
    }

    private async Task<bool> IsRememberedAsync(Remembered remembered, ImmutableSortedDictionary<string, string> labels, CancellationToken stop)
    {
        try
        {
            if (!await lease.IsStillHeldAsync(stop))
            {
                return false;
            }

            own.Expect(remembered.Config?.Id ?? "");
            await memory.WriteAsync(remembered.Config, labels, stop);
            return true;
        }
        catch (ConflictException conflict)
        {
            own.IsEcho(remembered.Config?.Id ?? "");
            log.Debug("memory was written by somebody else: {Message:l}", conflict.Message);
            return false;
        }
    }

    private async Task<Outcome> TryAsync(Write write, Memory remembered, Outcome outcome, CancellationToken stop)
    {
        try
        {
            own.Expect(write.Id);
            if (await write.SendAsync(docker, kept, stop) is { } obstacle)
            {
                own.IsEcho(write.Id);
                return outcome with { Rejected = outcome.Rejected.AddRange(Reject(write, remembered, obstacle, obstacle)) };
            }

            Record(write.Actions, failure: null);
            return outcome with
            {
                Written = outcome.Written + 1,
                Forgotten = outcome.Forgotten.AddRange(write.Actions.OfType<RemoveKeptSpec>().Select(action => action.ServiceId)),
            };
        }
        catch (ConflictException conflict)
        {
            own.IsEcho(write.Id);
            log.Debug("{Subject:l} has changed since it was looked at: {Message:l}", write.Subject, conflict.Message);
            return outcome with { Dropped = outcome.Dropped + 1 };
        }
        catch (RefusedException fault)
        {
            own.IsEcho(write.Id);
            return outcome with { Rejected = outcome.Rejected.AddRange(Reject(write, remembered, $"HTTP {fault.Status}: {fault.EngineMessage}", fault.Message)) };
        }
        catch (NotFoundException fault) when (write is RollbackWrite)
        {
            own.IsEcho(write.Id); // a network of the older spec may be gone
            return outcome with { Rejected = outcome.Rejected.AddRange(Reject(write, remembered, fault.Message, fault.Message)) };
        }
        catch (DockerException fault)
        {
            Record(write.Actions, fault.Message);
            return outcome with { Failed = outcome.Failed + 1 };
        }
    }

    // Told the first time; for as long as it is rejected, status tells it.
    private ImmutableArray<Rejection> Reject(Write write, Memory remembered, string reason, string message)
    {
        if (write.Actions.All(action => RejectedWrites.IsKnown(remembered, action, reason)))
        {
            log.Debug("{Subject:l} is still rejected: {Message:l}", write.Subject, message);
        }
        else
        {
            Record(write.Actions, message);
        }

        return [.. write.Actions.Select(action => new Rejection(action, reason, time.GetUtcNow()))];
    }

    private void Record(ImmutableArray<PlannedAction> actions, string? failure)
    {
        foreach (var action in actions)
        {
            var words = ActionWords.Of(action);
            journal.Record(new(time.GetUtcNow(), action.Runner, words.Kind, words.Subject, action.Reason, words.Outcome(failure)) { IsFailure = failure is not null });
        }
    }
}
