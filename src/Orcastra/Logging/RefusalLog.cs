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

    /// <summary>Takes the refusals of the newest plan.</summary>
    /// <param name="refusals">The refusals.</param>
    /// <param name="areAll">True if what is missing counts as gone.</param>
    public void Update(IEnumerable<Refusal> refusals, bool areAll = true)
    {
        var before = _known;
        var now = refusals
            .GroupBy(refusal => (refusal.Runner, refusal.Subject))
            .ToImmutableDictionary(reasons => reasons.Key, reasons => Follow(before.GetValueOrDefault(reasons.Key), reasons));
        _known = areAll ? now : before.SetItems(now);
        foreach (var (key, standing) in _known.OrderBy(refusal => refusal.Key))
        {
            if (standing.Logged != standing.Reason && time.GetElapsedTime(standing.Since) >= Patience)
            {
                Log(key.Runner, key.Subject, standing);
                _known = _known.SetItem(key, standing with { Logged = standing.Reason });
            }
        }

        foreach (var (key, _) in before.Where(refusal => refusal.Value is { Logged.Length: > 0, IsWaiting: false } && !_known.ContainsKey(refusal.Key)).OrderBy(refusal => refusal.Key))
        {
            log.For(key.Runner).Information("{Subject:l}: no longer refused", key.Subject);
        }
    }

    /// <summary>Logs what has not stood for long enough yet: there will be no later.</summary>
    public void TellTheRest()
    {
        foreach (var (key, standing) in _known.Where(refusal => refusal.Value.Logged != refusal.Value.Reason).OrderBy(refusal => refusal.Key))
        {
            Log(key.Runner, key.Subject, standing);
        }
    }

    // Who only waits for what is under way is no trouble: the next steps tell how it went on.
    private void Log(string runner, string subject, Standing standing)
    {
        if (standing.IsWaiting)
        {
            log.For(runner).Information("{Subject:l}: waits: {Reason:l}", subject, standing.Reason);
        }
        else
        {
            log.For(runner).Warning("{Subject:l}: not done: {Reason:l}", subject, standing.Reason);
        }
    }

    private Standing Follow(Standing? before, IEnumerable<Refusal> refusals)
    {
        var reason = string.Join("; ", refusals.Select(refusal => refusal.Reason).Distinct().Order(StringComparer.Ordinal));
        var since = before?.Reason == reason ? before.Since : time.GetTimestamp();
        return new(reason, refusals.All(refusal => refusal.IsWaiting), since, before?.Logged ?? "");
    }

    // What is refused now, since when for this reason, and the reason that was logged last.
    private sealed record Standing(string Reason, bool IsWaiting, long Since, string Logged);
}
