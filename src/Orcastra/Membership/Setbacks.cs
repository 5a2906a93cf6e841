using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orcastra.Core.Membership;

namespace Orcastra.Membership;

/// <summary>What failed, so that it is tried again ever less often and told once. Lost with the process, which tries at once then.</summary>
/// <param name="time">The clock.</param>
internal sealed class Setbacks(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (string What, TimeSpan Delay, DateTimeOffset DueAt)> _known = new(StringComparer.Ordinal);

    /// <summary>Notes a failure.</summary>
    /// <returns>True if it is another one than before.</returns>
    public bool Note(string subject, string what)
    {
        var before = _known.GetValueOrDefault(subject);
        var delay = before.Delay == default ? First : before.Delay * 2 < Longest ? before.Delay * 2 : Longest;
        _known[subject] = (what, delay, time.GetUtcNow() + delay);
        return before.What != what;
    }

    /// <summary>Forgets what has gone well.</summary>
    public void Forget(string subject) => _known.TryRemove(subject, out _);

    /// <summary>All that is known, for the planner.</summary>
    public ImmutableDictionary<string, Setback> Now() => _known.ToImmutableDictionary(one => one.Key, one => new Setback(one.Value.What, one.Value.DueAt));
}
