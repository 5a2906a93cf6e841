using System.Collections.Immutable;
using Orcastra.Core.Planning;

namespace Orcastra.Logging;

/// <summary>
/// Logs a refusal once it has stood for a moment, again when its reason changes, and once more when it is gone: a service
/// that cannot move for a week is named once, not every cycle, and what only waits for the next step is not named at all.
/// Used by one loop at a time.
/// </summary>
/// <param name="log">Where to.</param>
/// <param name="time">The clock.</param>
public sealed class RefusalLog(ILogger log, TimeProvider time)
{
    /// <summary>What is over sooner is part of the ordinary course of things.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private ImmutableDictionary<(string Runner, string Subject), Standing> _known =
        ImmutableDictionary<(string Runner, string Subject), Standing>.Empty;

    /// <summary>Services and nodes that something is refused for now.</summary>
    public int Count => _known.Count;

    /// <summary>When a refusal will have stood for long enough to be logged, if nothing changes; null if none waits for that.</summary>
    public TimeSpan? DueIn => _known.Values
        .Where(standing => standing.Logged != standing.Reason)
        .Select(standing => (TimeSpan?)(Patience - time.GetElapsedTime(standing.Since)))
        .Min();

    /// <summary>Takes the refusals of the newest plan; all of them, as what is missing counts as gone.</summary>
    public void Update(IEnumerable<Refusal> refusals)
    {
        var before = _known;
        _known = refusals
            .GroupBy(refusal => (refusal.Runner, refusal.Subject), refusal => refusal.Reason)
            .ToImmutableDictionary(reasons => reasons.Key, reasons => Follow(before.GetValueOrDefault(reasons.Key), reasons));
        foreach (var (key, standing) in _known.OrderBy(refusal => refusal.Key))
        {
            if (standing.Logged != standing.Reason && time.GetElapsedTime(standing.Since) >= Patience)
            {
                log.For(key.Runner).Warning("{Subject:l}: not done: {Reason:l}", key.Subject, standing.Reason);
                _known = _known.SetItem(key, standing with { Logged = standing.Reason });
            }
        }

        foreach (var (key, _) in before.Where(refusal => refusal.Value.Logged.Length > 0 && !_known.ContainsKey(refusal.Key)).OrderBy(refusal => refusal.Key))
        {
            log.For(key.Runner).Information("{Subject:l}: no longer refused", key.Subject);
        }
    }

    private Standing Follow(Standing? before, IEnumerable<string> reasons)
    {
        var reason = string.Join("; ", reasons.Distinct().Order(StringComparer.Ordinal));
        return before is null
            ? new(reason, time.GetTimestamp(), "")
            : before with { Reason = reason, Since = before.Reason == reason ? before.Since : time.GetTimestamp() };
    }

    // What is refused now, since when for this reason, and the reason that was logged last.
    private sealed record Standing(string Reason, long Since, string Logged);
}
