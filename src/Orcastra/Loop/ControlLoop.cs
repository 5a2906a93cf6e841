using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Logging;

namespace Orcastra.Loop;

/// <summary>How the loop runs.</summary>
/// <param name="IsDry">Plan only, write nothing.</param>
/// <param name="EndsWhenSettled">End once there is nothing left to do.</param>
internal sealed record LoopMode(bool IsDry, bool EndsWhenSettled)
{
    /// <summary>True while something beside the loop is not settled yet.</summary>
    public Func<bool> IsBusyBeside { get; init; } = () => false;

    /// <summary>Told of each complete pass.</summary>
    public Action<PassResult>? OnPass { get; init; }
}

/// <summary>Looks, decides, acts, looks again: whenever something wakes it, and at its interval.</summary>
/// <param name="pass">One pass.</param>
/// <param name="policy">The policy in force.</param>
/// <param name="mode">How it runs.</param>
/// <param name="wake">What wakes it.</param>
/// <param name="tempo">How long it rests.</param>
/// <param name="watch">The watch of tasks; null if there is none.</param>
/// <param name="departure">The way out.</param>
/// <param name="health">What it tells of its health.</param>
/// <param name="bulletin">What it tells of its passes.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class ControlLoop(
    Pass pass,
    Func<Policy> policy,
    LoopMode mode,
    Wake wake,
    Tempo tempo,
    TaskWatch? watch,
    Departure departure,
    LoopHealth health,
    Bulletin bulletin,
    TimeProvider time,
    ILogger log)
{
    private readonly Settling _settling = new(time);

    /// <summary>Runs until asked to leave, or until settled where that is wished.</summary>
    /// <returns>True if nothing was left half done.</returns>
    public async Task<bool> RunAsync()
    {
        while (true)
        {
            var (result, pause) = await PassAsync();
            if (IsOver(result))
            {
                if (mode.EndsWhenSettled)
                {
                    bulletin.TellTheRest(_settling.Starting);
                }

                return mode.IsDry || !pass.MayLeaveTraces;
            }

            try
            {
                pause = pause < _settling.Rest ? pause : _settling.Rest;
                if (pause > TimeSpan.Zero && await wake.WaitAsync(pause, time, departure.Deadline) is { } reason)
                {
                    log.Debug("looks again: {Reason:l}", reason);
                }
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    private async Task<(PassResult? Result, TimeSpan Pause)> PassAsync()
    {
        var began = time.GetTimestamp();
        var mayBegin = !departure.IsAsked;
        try
        {
            var result = await pass.RunAsync(() => policy() with { MayBegin = mayBegin }, mode.IsDry, departure.Deadline);
            mode.OnPass?.Invoke(result);
            bulletin.Tell(result, policy() with { MayBegin = mayBegin }, mode.IsDry, time.GetElapsedTime(began));
            if (health.Passed())
            {
                log.For("loop").Information("the Swarm is seen again");
            }

            if (watch is not null)
            {
                watch.IsMoving = result.Plan?.IsMoving == true;
            }

            var rest = tempo.After(result);
            var soon = result.Plan is not null && bulletin.DueIn is { } due && due < rest ? due : rest;
            return (result, departure.IsAsked && result.Plan?.IsMoving == true ? TimeSpan.FromMilliseconds(100) : soon);
        }
        catch (Exception fault) when (fault is DockerException or FormatException or OperationCanceledException)
        {
            bulletin.CountRequests();
            if (fault is not OperationCanceledException && health.Failed(fault))
            {
                log.For("loop").Warning("nothing is done without a complete look: {Message:l}", fault.Message);
            }

            return (null, tempo.AfterFailure());
        }
    }

    private bool IsOver(PassResult? result)
    {
        if (departure.Deadline.IsCancellationRequested)
        {
            return true;
        }

        if (departure.IsAsked)
        {
            return mode.IsDry || (result?.IsAtRest ?? !pass.MayLeaveTraces);
        }

        return mode.EndsWhenSettled && result is not null && !mode.IsBusyBeside() && (mode.IsDry || _settling.IsOver(result, policy()));
    }
}
