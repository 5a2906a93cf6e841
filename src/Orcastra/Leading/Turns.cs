namespace Orcastra.Leading;

/// <summary>
/// One at a time, in the order of asking. Who waits goes on within the call that passes the turn: a semaphore would send it to
/// the thread pool, and a simulation with the same seed would not go the same way again.
/// </summary>
internal sealed class Turns
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Waits for a turn; whoever has got it must <see cref="Pass"/> it on.</summary>
    public async Task TakeAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            _waiting.Enqueue(turn = new());
        }

        using var registration = stop.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    /// <summary>Passes the turn on.</summary>
    public void Pass()
    {
        while (Next() is { } next)
        {
            // Who has given up waiting does not take it.
            if (next.TrySetResult())
            {
                return;
            }
        }
    }

    private TaskCompletionSource? Next()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var next))
            {
                return next;
            }

            _isTaken = false;
            return null;
        }
    }
}
