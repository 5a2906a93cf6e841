namespace Orcastra.Docker;

/// <summary>
/// Waits. A <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/> that is cancelled goes on on the thread pool,
/// and a simulation with the same seed would not go the same way again.
/// </summary>
public static class Sleep
{
    /// <summary>Waits for a while, or until told to stop.</summary>
    /// <param name="duration">For how long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends it at once, within the call that cancels.</param>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static async Task ForAsync(TimeSpan duration, TimeProvider time, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var over = new TaskCompletionSource();
        await using var timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, duration, Timeout.InfiniteTimeSpan);
        using var registration = stop.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), over);
        await over.Task;
    }
}
