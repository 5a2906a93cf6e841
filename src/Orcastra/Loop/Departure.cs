namespace Orcastra.Loop;

/// <summary>The way out: asked to leave, the loop ends what it has begun, and no more, within its time.</summary>
/// <param name="time">The clock.</param>
internal sealed class Departure(TimeProvider time) : IDisposable
{
    /// <summary>Docker kills a container 10 s after it asked it to stop: that leaves some for letting go of the lease.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenSource _deadline = new();
    private ITimer? _timer;
    private bool _hasBegun;
    private int _orders;

    /// <summary>True once asked to leave.</summary>
    public bool IsAsked => _asked.IsCancellationRequested;

    /// <summary>Cancelled once asked to leave: for what need not be ended first.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>Cancelled when the time is up.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <summary>Asks the loop to leave; a second time, to leave now.</summary>
    public void Ask()
    {
        if (Interlocked.Increment(ref _orders) == 1)
        {
            Suggest();
        }
        else
        {
            _deadline.Cancel();
        }
    }

    /// <summary>Asks the loop to leave, however often: for who finds that something is wrong, and orders nothing.</summary>
    public void Suggest()
    {
        if (!Interlocked.Exchange(ref _hasBegun, true))
        {
            _timer = time.CreateTimer(_ => _deadline.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
            _asked.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _asked.Dispose();
        _deadline.Dispose();
    }
}
