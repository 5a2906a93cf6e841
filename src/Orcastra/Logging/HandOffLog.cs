using System.Globalization;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Logging;

/// <summary>
/// Tells how hand-offs and attempts ended, one line each, from what was remembered before a pass and is after it. Whoever
/// carries a hand-off on that another process began tells the same. Used by one loop at a time.
/// </summary>
/// <param name="log">Where to.</param>
public sealed class HandOffLog(ILogger log)
{
    // A gate that was opened a second time elsewhere does not tell any more when its old task had stopped.
    private readonly HashSet<string> _reopened = new(StringComparer.Ordinal);

    /// <summary>True if the hand-off is over: it is not remembered any more, or another one of its service is.</summary>
    public static bool IsOver(HandOff handOff, Memory after) => after.HandOffs.GetValueOrDefault(handOff.ServiceId)?.Id != handOff.Id;

    /// <summary>Tells what has changed.</summary>
    /// <param name="before">What was remembered when the pass began.</param>
    /// <param name="after">What is remembered now.</param>
    /// <param name="snapshot">The Swarm as the pass saw it.</param>
    public void Tell(Memory before, Memory after, ClusterSnapshot snapshot)
    {
        foreach (var handOff in before.HandOffs.Values)
        {
            if (IsOver(handOff, after))
            {
                TellEnd(handOff, snapshot);
                _reopened.Remove(handOff.Id);
            }
            else if (handOff.OpenedAt is { } opened && after.HandOffs[handOff.ServiceId].OpenedAt is { } again && again != opened)
            {
                _reopened.Add(handOff.Id);
            }
        }

        foreach (var serviceId in after.HandOffs.Keys.Union(after.Attempts.Keys).Where(snapshot.Services.ContainsKey).Order(StringComparer.Ordinal))
        {
            if (Failure(serviceId, before, after, snapshot) is { } failure)
            {
                log.Warning("{Service:l} {Failure:l}", snapshot.Services[serviceId].Name, failure);
            }
        }
    }

    private static string? Failure(string serviceId, Memory before, Memory after, ClusterSnapshot snapshot)
    {
        var (known, handOff) = (before.HandOffs.GetValueOrDefault(serviceId), after.HandOffs.GetValueOrDefault(serviceId));
        if (handOff?.Undo is { } undo && known?.Undo is null)
        {
            return $"could not be moved to {Names(handOff.Targets, snapshot)}: {undo}; it goes back to {Names(handOff.From, snapshot)}";
        }

        // One that is brought back was counted when it turned round.
        if (after.Attempts.GetValueOrDefault(serviceId) is not { } attempts || attempts == before.Attempts.GetValueOrDefault(serviceId) || known?.Undo is not null)
        {
            return null;
        }

        return handOff is { Purpose: HandOffPurpose.Restart, Anchor: "" } && known is null
            ? $"is down ({attempts.LastOutcome}): starts it again, attempt {attempts.Count}"
            : $"is not moved: attempt {attempts.Count} failed: {attempts.LastOutcome}";
    }

    private void TellEnd(HandOff handOff, ClusterSnapshot snapshot)
    {
        if (!snapshot.Services.TryGetValue(handOff.ServiceId, out var service))
        {
            log.Information("hand-off {Id:l} has ended: its service is gone", handOff.Id);
            return;
        }

        var places = snapshot.PlacesOf(service.Id);
        var place = Names(places.IsEmpty ? handOff.Targets : places, snapshot);
        log.Information("{Service:l} {End:l}", service.Name, handOff switch
        {
            { RunningSince: null, GatedAt: null } => "need not be moved or restarted any more",
            { RunningSince: null, Undo: null } => "is left to Swarm: its hand-off ended before it ran behind the gate",
            { RunningSince: null } => "is left to Swarm: it was not brought back behind the gate",
            { Undo: not null } => $"is back on {place} {Lasted(handOff)}",
            { Purpose: HandOffPurpose.Restart } => $"restarted on {place} in {Lasted(handOff)}{Stopping(handOff)}",
            _ => $"moved from {Names(handOff.From, snapshot)} to {place} in {Lasted(handOff)}{Stopping(handOff)}",
        });
    }

    private static string Lasted(HandOff handOff) => handOff.Undo is null
        ? Seconds(handOff.RunningSince!.Value - handOff.BegunAt)
        : $"{Seconds(handOff.RunningSince!.Value - handOff.BegunAt)} after it was to leave";

    // Below a tenth of a second it is the time between two looks.
    private string Stopping(HandOff handOff) =>
        !_reopened.Contains(handOff.Id) && handOff.OpenedAt - handOff.GatedAt is { TotalSeconds: >= 0.1 } stopping
            ? $"; {Seconds(stopping)} of that waiting for its old task to stop"
            : "";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static string Names(IEnumerable<string> nodeIds, ClusterSnapshot snapshot) => snapshot.NamesOf(nodeIds.Distinct());
}
