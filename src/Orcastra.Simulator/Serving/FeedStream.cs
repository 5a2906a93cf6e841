namespace Orcastra.Simulator;

/// <summary>A feed as a stream: a read waits until something comes.</summary>
internal sealed class FeedStream : Stream
{
    private readonly Feed _feed;
    private ReadOnlyMemory<byte> _rest;
    private TaskCompletionSource? _waiting;

    public FeedStream(Feed feed)
    {
        _feed = feed;
        feed.Arrived = () => _waiting?.TrySetResult();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_feed.TryTake(out var chunk))
            {
                _rest = chunk;
            }
            else if (_feed.IsBroken)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
            }
            else if (_feed.IsClosed)
            {
                return 0;
            }
            else
            {
                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a feed is read asynchronously");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _feed.Leave();
        }

        base.Dispose(disposing);
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        var waiting = _waiting = new();
        using var registration = stop.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), waiting);
        await waiting.Task.ConfigureAwait(false);
    }
}
