using System.Collections.Concurrent;

namespace Orcastra.Simulator;

/// <summary>
/// Where the code under test goes on after its awaits: on the timeline, as one more event. Without it, channels and semaphores
/// continue on the thread pool, and the same seed no longer gives the same run.
/// </summary>
/// <param name="timeline">Where to go on.</param>
public sealed class TimelineContext(Timeline timeline) : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _strays = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>How often somebody came from another thread: 0 in a run that its seed reproduces.</summary>
    public int Strays { get; private set; }

    /// <summary>Runs something in this context, then goes back to the context before.</summary>
    public T Within<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return work();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            timeline.After(TimeSpan.Zero, () => Run(d, state));
        }
        else
        {
            _strays.Enqueue((d, state));
        }
    }

    /// <summary>Takes in those who came from other threads; the owner of the timeline calls it between steps.</summary>
    /// <returns>True if there were any.</returns>
    public bool TakeIn()
    {
        var any = false;
        while (_strays.TryDequeue(out var stray))
        {
            any = true;
            Strays++;
            timeline.After(TimeSpan.Zero, () => Run(stray.Callback, stray.State));
        }

        return any;
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private void Run(SendOrPostCallback callback, object? state) => Within(() =>
    {
        callback(state);
        return true;
    });
}
