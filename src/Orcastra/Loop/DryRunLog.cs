using Orcastra.Core.Planning;
using Orcastra.Execution;
using Orcastra.Logging;

namespace Orcastra.Loop;

/// <summary>
/// Says what a dry run would do: each action once, and again when it changes or comes back after a while. Nothing is ever
/// done, so every cycle plans the same.
/// </summary>
/// <param name="log">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class DryRunLog(ILogger log, TimeProvider time)
{
    /// <summary>What a plan leaves out for less than that, since something is just starting, is not news when it is back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Kind, string Subject, string Key), (string What, long SeenAt)> _told = [];

    /// <summary>Takes the actions of the newest plan.</summary>
    public void Update(IEnumerable<PlannedAction> actions)
    {
        foreach (var action in actions)
        {
            var words = ActionWords.Of(action);
            var key = (words.Kind, words.Subject, action.Match(set => set.Key, remove => remove.Key, _ => "", _ => "", _ => "", _ => "", _ => "", _ => ""));
            if (!_told.TryGetValue(key, out var told) || told.What != words.What)
            {
                log.For(action.Runner).Information("dry run, would do {Kind:l} {Subject:l}{What:l} ({Reason:l})", words.Kind, words.Subject, words.What.Length > 0 ? $": {words.What}" : "", action.Reason);
            }

            _told[key] = (words.What, time.GetTimestamp());
        }

        foreach (var gone in _told.Where(told => time.GetElapsedTime(told.Value.SeenAt) > Patience).Select(told => told.Key).ToList())
        {
            _told.Remove(gone);
        }
    }
}
