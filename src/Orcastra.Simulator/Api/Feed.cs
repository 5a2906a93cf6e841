namespace Orcastra.Simulator;

/// <summary>The body of an answer that grows until one side has enough.</summary>
internal sealed class Feed
{
    private readonly Queue<byte[]> _chunks = new();

    /// <summary>Called when there is something to take, or nothing will come any more.</summary>
    public Action? Arrived { get; set; }

    /// <summary>Called once nobody reads any more.</summary>
    public Action? Left { get; set; }

    public bool IsClosed { get; private set; }

    /// <summary>True if the connection broke, which the reader has to notice.</summary>
    public bool IsBroken { get; private set; }

    public void Push(byte[] chunk)
    {
        if (!IsClosed)
        {
            _chunks.Enqueue(chunk);
            Arrived?.Invoke();
        }
    }

    public bool TryTake(out byte[] chunk)
    {
        if (_chunks.TryDequeue(out var next))
        {
            chunk = next;
            return true;
        }

        chunk = [];
        return false;
    }

    public void Close()
    {
        IsClosed = true;
        Arrived?.Invoke();
    }

    public void Break()
    {
        IsBroken = true;
        Close();
    }

    /// <summary>The reader goes.</summary>
    public void Leave()
    {
        IsClosed = true;
        Left?.Invoke();
        Left = null;
    }
}
