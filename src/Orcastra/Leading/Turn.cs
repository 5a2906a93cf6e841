namespace Orcastra.Leading;

/// <summary>
/// One at a time, in the order of asking. Whose turn it is goes on within the call that ends the turn before, unlike after a
/// semaphore, which hands over to the thread pool: a run in simulated time has to stay on its one thread.
/// </summary>
internal sealed class Turn
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Does something when it is its turn.</summary>
    public async Task<T> TakeAsync<T>(Func<Task<T>> act, CancellationToken stop)
    {
        await WaitAsync(stop);
        try
        {
            return await act();
        }
        finally
        {
            Pass();
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            turn = new();
            _waiting.Enqueue(turn);
        }

        using var patience = stop.UnsafeRegister((_, token) => turn.TrySetCanceled(token), null);
        await turn.Task;
    }

    private void Pass()
    {
        while (true)
        {
            TaskCompletionSource? next;
            lock (_gate)
            {
                _isTaken = _waiting.TryDequeue(out next);
            }

            // Who has given up waiting meanwhile is passed over.
            if (next is null || next.TrySetResult())
            {
                return;
            }
        }
    }
}
