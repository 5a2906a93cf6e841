using Orcastra.Core.Commands;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Relocating;

/// <summary>
/// The wish to have a service on a node. The record of the command that asks for it is all that there is of it: whoever takes
/// over reads there what is wanted, and the Swarm shows how far it has come.
/// </summary>
/// <param name="CommandId">The command.</param>
/// <param name="ServiceId">What is moved: the service that others follow, though one of these may have been named.</param>
/// <param name="NodeId">Where to.</param>
internal sealed record Relocation(string CommandId, string ServiceId, string NodeId)
{
    /// <summary>What the command remembers of it.</summary>
    public static string Prior(Service service, Node node) => $"{service.Id} {node.Id}";

    /// <summary>What a command that was begun wants moved.</summary>
    public static Relocation Of(string commandId, CommandRecord record)
    {
        var at = record.Prior.IndexOf(' ', StringComparison.Ordinal);
        return at < 0 ? new(commandId, "", record.Prior) : new(commandId, record.Prior[..at], record.Prior[(at + 1)..]);
    }

    /// <summary>Those that were begun, and of which nothing is known to have failed.</summary>
    public static IEnumerable<Relocation> UnderWay(Memory memory) => memory.Commands
        .Where(entry => entry.Value is { BegunAt: not null, EndedAt: null, Outcome: "" }
            && CommandGrammar.Read(entry.Value.Text, out var command) is null && command.Kind == CommandKind.MoveService)
        .Select(entry => Of(entry.Key, entry.Value));

    /// <summary>The one that a hand-off is made for; null if it is not wanted any more.</summary>
    public static Relocation? Behind(Memory memory, HandOff handOff) =>
        UnderWay(memory).FirstOrDefault(wish => wish.ServiceId == handOff.ServiceId && handOff.Targets.Contains(wish.NodeId));

    /// <summary>Notes that it has failed. Its command ends once nothing of it is under way any more.</summary>
    public Memory Fail(Memory memory, string reason) => memory with
    {
        Commands = memory.Commands.SetItem(CommandId, memory.Commands[CommandId] with { Outcome = CommandOutcome.Failed, Says = reason }),
    };
}
