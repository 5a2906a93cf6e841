using System.Text.Json;
using Orcastra.Core.Commands;
using Orcastra.Core.Remembering;
using Orcastra.Docker.Wire;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Tells the writes by which an instance rolls a service back as its owner has asked: they are the owner's, and nothing else of ours is.</summary>
internal static class Rollbacks
{
    /// <summary>IDs of the commands on their way for which this write brings back what they said that they would.</summary>
    public static IEnumerable<string> AskedFor(Memory memory, string service, ServiceSpec after) => memory.Commands
        .Where(command => command.Value is { BegunAt: not null, EndedAt: null } && Named(command.Value.Text) == service && TargetOf(command.Value) == Hash(after))
        .Select(command => command.Key);

    /// <summary>The service that a command rolls back; null if it is another command.</summary>
    public static string? Named(string text) =>
        CommandGrammar.Read(text, out var command) is null && command.Kind == CommandKind.RollbackService ? command.Argument : null;

    // Remembered before the write: what was there, its version, and what is brought back.
    private static string TargetOf(CommandRecord record) => record.Prior.Split(' ') is [_, _, var target, _] ? target : "";

    private static string Hash(ServiceSpec spec) => UserHash.Of(JsonSerializer.SerializeToElement(spec.Raw));
}
