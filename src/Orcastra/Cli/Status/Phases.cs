using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Cli.Status;

/// <summary>Where a hand-off stands, in words.</summary>
internal static class Phases
{
    /// <summary>The phase of a hand-off.</summary>
    public static string Of(HandOff handOff, ClusterSnapshot snapshot)
    {
        var targets = snapshot.NamesOf(handOff.Targets);
        var phase = handOff switch
        {
            { GatedAt: null } => "the gate is about to close",
            { OpenedAt: null } => "the gate is closed, the old task is ending",
            { RunningSince: null } => targets.Length > 0 ? $"the gate is open, starts on {targets}" : "the gate is open, starts",
            _ => "runs behind the gate, proves itself",
        };
        return handOff.Undo is { } undo ? $"goes back ({undo}): {phase}" : phase;
    }
}
