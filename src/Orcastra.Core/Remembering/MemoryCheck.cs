using System.Collections.Immutable;

namespace Orcastra.Core.Remembering;

/// <summary>
/// Finds what a record that was read from a label lacks: the reader of JSON leaves out what is not there, whatever the types
/// say, and the planners would stumble over it far from the label.
/// </summary>
internal static class MemoryCheck
{
    /// <summary>What a hand-off lacks; null if it is whole.</summary>
    public static string? Lacks(HandOff handOff) =>
        Lacks("Id", handOff.Id) ?? Lacks("ServiceId", handOff.ServiceId) ?? Lacks("Anchor", handOff.Anchor) ?? Lacks("UserHash", handOff.UserHash)
        ?? Lacks("From", handOff.From) ?? Lacks("Targets", handOff.Targets) ?? (handOff.Epoch < 1 ? "Epoch" : null);

    /// <summary>What attempts lack; null if they are whole.</summary>
    public static string? Lacks(Attempts attempts) =>
        Lacks("Circumstances", attempts.Circumstances) ?? Lacks("LastOutcome", attempts.LastOutcome) ?? (attempts.Count < 1 ? "Count" : null);

    /// <summary>What an adoption lacks; null if it is whole.</summary>
    public static string? Lacks(Adoption adoption) => Lacks("TaskIds", adoption.TaskIds);

    /// <summary>What a dwell lacks; null if it is whole.</summary>
    public static string? Lacks(Dwell dwell) => Lacks("Places", dwell.Places) ?? (dwell.Moves < 0 ? "Moves" : null);

    /// <summary>What a command lacks; null if it is whole.</summary>
    public static string? Lacks(CommandRecord command) =>
        Lacks("Text", command.Text) ?? Lacks("Origin", command.Origin) ?? Lacks("Prior", command.Prior) ?? Lacks("Outcome", command.Outcome) ?? Lacks("Says", command.Says);

    /// <summary>What a pause lacks; null if it is whole.</summary>
    public static string? Lacks(Pause pause) => Lacks("By", pause.By);

    /// <summary>What a drain lacks; null if it is whole.</summary>
    public static string? Lacks(Drain drain) => Lacks("NodeId", drain.NodeId) ?? Lacks("Reason", drain.Reason) ?? (drain.BegunAt == default ? "BegunAt" : null);

    /// <summary>What a reboot lacks; null if it is whole.</summary>
    public static string? Lacks(Reboot reboot) =>
        Lacks("NodeId", reboot.NodeId) ?? Lacks("Origin", reboot.Origin) ?? Lacks("PriorBootId", reboot.PriorBootId) ?? Lacks("Reason", reboot.Reason)
        ?? (reboot.BegunAt == default ? "BegunAt" : null);

    /// <summary>What a note of a kept spec lacks; null if it is whole.</summary>
    public static string? Lacks(KeptSpec kept) => Lacks("UserHash", kept.UserHash) ?? Lacks("Precedes", kept.Precedes);

    private static string? Lacks(string name, string? text) => text is null ? name : null;

    private static string? Lacks(string name, ImmutableArray<string> texts) => texts.IsDefault || texts.Contains(null!) ? name : null;
}
