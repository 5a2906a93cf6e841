using System.Collections.Immutable;
using Orcastra.Core.Remembering;

namespace Orcastra.Cli.Status;

/// <summary>The words of a status, the same for people and machines.</summary>
internal static class StatusWords
{
    /// <summary>How a dependent stands.</summary>
    public static string Of(Standing standing) => standing switch
    {
        Standing.InPlace => "in place",
        Standing.Moving => "moving",
        Standing.OutOfPlace => "out of place",
        Standing.Waiting => "waiting",
        Standing.GivenUp => "given up",
        _ => "down",
    };

    /// <summary>That the instance which acts goes by older files than these.</summary>
    public static string Held(Memory memory) => $"the instance that acts holds newer files back: {memory.HeldReload}";

    /// <summary>What a hand-off is for.</summary>
    public static string Of(HandOffPurpose purpose) => purpose.ToString().ToLowerInvariant();

    /// <summary>Anchors that have moved so often lately that their dependents do not follow at once.</summary>
    public static ImmutableArray<(string Anchor, string Reason)> Pauses(StatusReport report) =>
    [
        .. report.Memory.Dwells
            .Where(entry => entry.Value.Moves > 1)
            .Select(entry => (report.ServiceName(entry.Key), $"moved {entry.Value.Moves} times in a row, the last time at {entry.Value.MovedAt.UtcDateTime:HH:mm:ss} UTC; dependents follow the next move later")),
    ];
}
