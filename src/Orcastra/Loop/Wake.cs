using System.Threading.Channels;

namespace Orcastra.Loop;

/// <summary>Wakes the loop. However many wake it, one look follows.</summary>
/// <param name="goesOnInline">True if the loop goes on within the call that wakes it, for tests that own all time.</param>
internal sealed class Wake(bool goesOnInline = false)
{
    private readonly Channel<string> _channel = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, AllowSynchronousContinuations = goesOnInline });

    /// <summary>Wakes the loop now.</summary>
    /// <param name="reason">Who woke it, for the log of a search for a fault.</param>
    public void Up(string reason) => _channel.Writer.TryWrite(reason);

    /// <summary>Waits until woken or until the time has passed.</summary>
    /// <returns>Who woke it; null if nobody did.</returns>
    public async Task<string?> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken stop)
    {
        if (_channel.Reader.TryRead(out var waiting))
        {
            return waiting;
        }

        using var patience = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
