namespace Orcastra.Commands.Filing;

/// <summary>What the clerk works with.</summary>
/// <param name="Path">The command file.</param>
/// <param name="Node">The name of the node that it is on; part of the IDs.</param>
/// <param name="Origin">What tells the entries of this file from all others in the queue, across restarts.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Objection">Says why a text is no command; null if it is one.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">The log.</param>
internal sealed record ClerkParts(string Path, string Node, string Origin, IQueue Queue, Func<string, string?> Objection, TimeProvider Time, ILogger Log)
{
    /// <summary>Asked before anything is done: of all that see the file, over a network share, one may work on it.</summary>
    public Func<CancellationToken, Task<bool>> IsOnDuty { get; init; } = _ => Task.FromResult(true);

    /// <summary>The disk.</summary>
    public Disk Disk { get; init; } = new();

    /// <summary>Where journals are kept that cannot be kept beside the file.</summary>
    public string Shared { get; init; } = System.IO.Path.GetTempPath();
}
