namespace Orcastra.Simulator;

/// <summary>One object of the cluster.</summary>
/// <param name="id">Its ID.</param>
internal abstract class Record(string id)
{
    public string Id { get; } = id;

    /// <summary>The Raft index of the commit that last touched it.</summary>
    public ulong Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What the API shows of it, until it changes.</summary>
    public byte[]? Json { get; set; }

    /// <summary>Keeps what is to be compared with after a change.</summary>
    public virtual void Remember()
    {
    }
}
