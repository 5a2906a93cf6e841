using System.Collections.Immutable;
using Serilog.Events;

namespace Orcastra.Logging;

/// <summary>Remembers the last things that were done and why, and logs each as it is recorded. Safe to share.</summary>
/// <param name="log">Where each entry is logged.</param>
/// <param name="capacity">Entries kept.</param>
public sealed class Journal(ILogger log, int capacity = Journal.DefaultCapacity)
{
    /// <summary>Entries kept unless told otherwise.</summary>
    public const int DefaultCapacity = 500;

    private readonly Lock _turn = new();
    private readonly Queue<JournalEntry> _entries = new();

    /// <summary>The entries kept, the oldest first.</summary>
    public ImmutableArray<JournalEntry> Entries
    {
        get
        {
            lock (_turn)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Keeps an entry and logs it.</summary>
    public void Record(JournalEntry entry)
    {
        lock (_turn)
        {
            if (_entries.Count >= capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }

        log.For(entry.Runner).Write(
            entry.IsFailure ? LogEventLevel.Warning : LogEventLevel.Information,
            "{Kind:l} {Subject:l}: {Outcome:l} ({Reason:l})",
            entry.Kind,
            entry.Subject,
            entry.Outcome,
            entry.Reason);
    }
}
