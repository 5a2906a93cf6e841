using System.Buffers;

namespace Orcastra.Docker.Wire.Lists;

/// <summary>The part of an answer that has been received and not been read yet.</summary>
/// <param name="chunkSize">Bytes of a chunk.</param>
internal sealed class AnswerBuffer(int chunkSize) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(2 * chunkSize);
    private int _start;
    private int _end;

    /// <summary>How far the answer has been read, from its first byte.</summary>
    public long ReadTo { get; private set; }

    /// <summary>What has been received and not been read.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>What was received last.</summary>
    public ReadOnlySpan<byte> Chunk => _bytes.AsSpan(_end - ChunkLength, ChunkLength);

    private int ChunkLength { get; set; }

    /// <summary>Receives the next chunk, a whole one unless the answer ends.</summary>
    /// <returns>False if the answer had ended before.</returns>
    public async ValueTask<bool> ReceiveAsync(Stream body, CancellationToken stop)
    {
        MakeRoom();
        ChunkLength = await body.ReadAtLeastAsync(_bytes.AsMemory(_end, chunkSize), chunkSize, throwOnEndOfStream: false, stop);
        _end += ChunkLength;
        return ChunkLength > 0;
    }

    /// <summary>Drops what has been read.</summary>
    /// <param name="readTo">How far, from the answer's first byte.</param>
    public void Drop(long readTo)
    {
        _start += (int)(readTo - ReadTo);
        ReadTo = readTo;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    // Only an item that is larger than a chunk makes it grow.
    private void MakeRoom()
    {
        var unread = Unread;
        if (_bytes.Length - unread.Length >= chunkSize)
        {
            unread.CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            unread.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        (_start, _end) = (0, unread.Length);
    }
}
