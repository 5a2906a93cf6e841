using System.Collections.Concurrent;

namespace Orcastra.Execution;

/// <summary>Knows the echoes of our own writes in the event stream, so that they do not wake the loop.</summary>
/// <param name="time">The clock.</param>
internal sealed class OwnWrites(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (int Count, long At)> _expected = new(StringComparer.Ordinal);

    /// <summary>Announces one write to an object.</summary>
    public void Expect(string id) =>
        _expected.AddOrUpdate(id, (1, time.GetTimestamp()), (_, known) => (IsStale(known.At) ? 1 : known.Count + 1, time.GetTimestamp()));

    /// <summary>True if an update event of that object is the echo of a write of ours.</summary>
    public bool IsEcho(string id)
    {
        while (_expected.TryGetValue(id, out var known))
        {
            var isOver = known.Count <= 1 || IsStale(known.At);
            var isTaken = isOver
                ? _expected.TryRemove(new(id, known))
                : _expected.TryUpdate(id, (known.Count - 1, known.At), known);
            if (isTaken)
            {
                return !IsStale(known.At);
            }
        }

        return false;
    }

    private bool IsStale(long at) => time.GetElapsedTime(at) > Patience;
}
