using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Planning;

namespace Orcastra.Core.Commands;

/// <summary>A command's word and what may follow it.</summary>
/// <param name="Word">The word, as it is written.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Form">What may stand behind its colon.</param>
/// <param name="Implied">The argument that the word itself stands for; empty if none.</param>
/// <param name="Meaning">In words.</param>
public sealed record CommandWord(string Word, CommandKind Kind, ArgumentForm Form, string Implied, string Meaning)
{
    /// <summary>The word with what may follow it, such as <c>update_dependents[:NAME]</c>.</summary>
    public string Usage => Word + Form switch
    {
        ArgumentForm.None => "",
        ArgumentForm.Optional => "[:NAME]",
        ArgumentForm.Forcible => ":NAME[!]",
        ArgumentForm.Directed => ":NAME=NODE",
        _ => ":NAME",
    };
}

/// <summary>Reads commands: <c>word</c> or <c>word:argument</c>.</summary>
public static class CommandGrammar
{
    /// <summary>The word by which bootstrap is asked for.</summary>
    public const string BootstrapSwarm = "bootstrap_swarm";

    /// <summary>All commands, as they are listed for people.</summary>
    public static ImmutableArray<CommandWord> Words { get; } =
    [
        new("noop", CommandKind.Noop, ArgumentForm.None, "", "nothing; tells whether commands arrive"),
        new("sync", CommandKind.Sync, ArgumentForm.None, "", "looks at the Swarm now"),
        new("pause", CommandKind.Pause, ArgumentForm.Optional, "", $"begins nothing new by itself, in one of {string.Join(", ", Pausing.Runners)} or in all; what is under way ends"),
        new("resume", CommandKind.Resume, ArgumentForm.Optional, "", "ends a pause"),
        new("pause_dependents", CommandKind.Pause, ArgumentForm.None, Runner.Dependents, "moves and restarts no dependents; labels go on"),
        new("resume_dependents", CommandKind.Resume, ArgumentForm.None, Runner.Dependents, "ends that pause"),
        new("relabel_all", CommandKind.RelabelAll, ArgumentForm.None, "", "makes all labels true now, and says what stands in the way"),
        new("relabel_anchor", CommandKind.RelabelAnchor, ArgumentForm.Required, "", "the same for one anchor's label"),
        new("update_dependents", CommandKind.UpdateDependents, ArgumentForm.Optional, "", "brings dependents to their anchor now, in spite of failed attempts and times to dwell"),
        new(BootstrapSwarm, CommandKind.BootstrapSwarm, ArgumentForm.None, "", "brings listed nodes that are missing into the Swarm now, whatever BOOTSTRAP_MODE says"),
        new("bootstrap_swarm!", CommandKind.ForceBootstrap, ArgumentForm.None, "", "begins a Swarm though listed engines do not answer; only by orcastra send, where there is none"),
        new("remove_all_labels", CommandKind.RemoveAllLabels, ArgumentForm.None, "", "refused: they would be set again at once; orcastra release takes them away for good"),
        new("restart_service", CommandKind.RestartService, ArgumentForm.Required, "", "restarts a service by its own update order, and reports how that went"),
        new("move_service", CommandKind.MoveService, ArgumentForm.Directed, "", "brings a service up on a node, with all that follows it, or with the anchor that it follows and all that follows that; refused with all reasons where something cannot go"),
        new("rollback_service", CommandKind.RollbackService, ArgumentForm.Required, "", "brings back what was deployed before, as docker service rollback did before Orcastra last wrote to the service"),
        new("drain_node", CommandKind.DrainNode, ArgumentForm.Forcible, "", "brings all that runs on a node up elsewhere, then drains it; refused with all reasons where something cannot go, unless forced with !"),
        new("reboot_node", CommandKind.RebootNode, ArgumentForm.Forcible, "", "brings all that runs on a node up elsewhere as drain_node does, reboots its machine, waits until it is back, and gives it back the availability it had"),
        new("activate_node", CommandKind.ActivateNode, ArgumentForm.Required, "", "a node takes tasks again"),
        new("remove_node", CommandKind.RemoveNode, ArgumentForm.Required, "", "takes a node that is down for good out of the Swarm; a manager is demoted first"),
        new("retry", CommandKind.Retry, ArgumentForm.Required, "", "forgets that a service was given up, and its attempts"),
    ];

    // Docker's own names have 63 letters at most; a command is kept in the Swarm, and told again in what is said of it.
    private const int MostCharacters = 300;

    /// <summary>Reads a command.</summary>
    /// <param name="text">Such as <c>restart_service:web</c>.</param>
    /// <param name="command">The command; meaningless if it is none.</param>
    /// <returns>What is wrong with it, and what would be right; null if nothing is.</returns>
    public static string? Read(string text, out Command command)
    {
        command = new(CommandKind.Noop, "");
        if (text.Length > MostCharacters)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has {text.Length} characters, and no command has more than {MostCharacters}");
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, argument) = colon < 0 ? (text.Trim(), "") : (text[..colon].Trim(), text[(colon + 1)..].Trim());
        if (Words.FirstOrDefault(known => known.Word == name) is not { } word)
        {
            return $"unknown command '{name}'{Spelling.DidYouMean(name, Words.Select(known => known.Word))}; known are {string.Join(", ", Words.Select(known => known.Usage))}";
        }

        var isForced = word.Form == ArgumentForm.Forcible && argument.EndsWith('!');
        argument = isForced ? argument[..^1].TrimEnd() : argument;
        if (argument.Length == 0 ? word.Form is not (ArgumentForm.None or ArgumentForm.Optional) || colon >= 0 : word.Form == ArgumentForm.None)
        {
            return $"'{text}' is not complete or too long: it is written {word.Usage}";
        }

        if (word.Form == ArgumentForm.Directed)
        {
            return ReadDirected(word, text, argument, out command);
        }

        command = new(word.Kind, word.Implied.Length > 0 ? word.Implied : argument, isForced);
        return word.Kind is CommandKind.Pause or CommandKind.Resume ? Pausing.Objection(command.Argument) : null;
    }

    private static string? ReadDirected(CommandWord word, string text, string argument, out Command command)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var (name, node) = equals < 0 ? (argument, "") : (argument[..equals].TrimEnd(), argument[(equals + 1)..].TrimStart());
        command = new(word.Kind, name) { Target = node };
        if (name.Length > 0 && node.Length > 0)
        {
            return null;
        }

        var (missing, at) = name.Length == 0 ? ("a NAME", text.IndexOf('=', StringComparison.Ordinal)) : (equals < 0 ? "=NODE" : "a NODE", text.TrimEnd().Length);
        return string.Create(CultureInfo.InvariantCulture, $"'{text}' lacks {missing} at character {at + 1}: it is written {word.Usage}");
    }
}
