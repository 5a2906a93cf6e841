using System.Collections.Immutable;
using Orcastra.Core.Planning;

namespace Orcastra.Logging;

/// <summary>
/// Logs a refusal when it appears or its reason changes, and once more when it is gone: a service that cannot move for a
/// week is named once, not every cycle. Used by one loop at a time.
/// </summary>
/// <param name="log">Where to.</param>
public sealed class RefusalLog(ILogger log)
{
    private ImmutableDictionary<(string Runner, string Subject), string> _known =
        ImmutableDictionary<(string Runner, string Subject), string>.Empty;

    /// <summary>Services and nodes that something is refused for now.</summary>
    public int Count => _known.Count;

    /// <summary>Takes the refusals of the newest plan; all of them, as what is missing counts as gone.</summary>
    public void Update(IEnumerable<Refusal> refusals)
    {
        var now = refusals
            .GroupBy(refusal => (refusal.Runner, refusal.Subject), refusal => refusal.Reason)
            .ToImmutableDictionary(reasons => reasons.Key, reasons => string.Join("; ", reasons.Distinct().Order(StringComparer.Ordinal)));
        foreach (var (key, reason) in now.OrderBy(refusal => refusal.Key))
        {
            if (_known.GetValueOrDefault(key) != reason)
            {
                log.For(key.Runner).Warning("{Subject:l}: not done: {Reason:l}", key.Subject, reason);
            }
        }

        foreach (var key in _known.Keys.Where(key => !now.ContainsKey(key)).Order())
        {
            log.For(key.Runner).Information("{Subject:l}: no longer refused", key.Subject);
        }

        _known = now;
    }
}
