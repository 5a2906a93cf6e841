namespace Orcastra.Tests.Docker.Lists;

/// <summary>A body that comes in pieces, and breaks off if it is told to.</summary>
internal sealed class Choppy(byte[] bytes, int piece, int breaksAt = int.MaxValue) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Position < breaksAt ? Read(buffer.Span[..Math.Min(buffer.Length, piece)]) : throw new IOException("the connection broke");
    }
}
