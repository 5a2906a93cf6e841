namespace Orcastra.Loop;

/// <summary>
/// Wakes the loop. However many wake it, one look follows. No channel: each wait on one that ends by time has the thread pool
/// clean up after it, which took a tenth of a simulation's processor time.
/// </summary>
/// <param name="goesOnInline">True if the loop goes on within the call that wakes it, for tests that own all time.</param>
internal sealed class Wake(bool goesOnInline = false)
{
    private readonly Lock _gate = new();
    private string? _reason;
    private TaskCompletionSource<string?>? _waiting;

    /// <summary>Wakes the loop now.</summary>
    /// <param name="reason">Who woke it, for the log of a search for a fault.</param>
    public void Up(string reason)
    {
        TaskCompletionSource<string?>? waiting;
        lock (_gate)
        {
            (waiting, _waiting) = (_waiting, null);
            _reason ??= waiting is null ? reason : null;
        }

        waiting?.TrySetResult(reason);
    }

    /// <summary>Waits until woken or until the time has passed. One at a time does.</summary>
    /// <returns>Who woke it; null if nobody did.</returns>
    public async Task<string?> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken stop)
    {
        var waiting = new TaskCompletionSource<string?>(goesOnInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_reason is { } reason)
            {
                _reason = null;
                return reason;
            }

            stop.ThrowIfCancellationRequested();
            _waiting = waiting;
        }

        await using var timer = time.CreateTimer(_ => GiveUp(waiting), null, atMost, Timeout.InfiniteTimeSpan);
        using var registration = stop.UnsafeRegister(_ => GiveUp(waiting), null);
        var woken = await waiting.Task;
        if (woken is null)
        {
            stop.ThrowIfCancellationRequested();
        }

        return woken;
    }

    // Nobody who wakes it from now on is to speak to one that has gone.
    private void GiveUp(TaskCompletionSource<string?> waiting)
    {
        lock (_gate)
        {
            if (_waiting != waiting)
            {
                return;
            }

            _waiting = null;
        }

        waiting.TrySetResult(null);
    }
}
