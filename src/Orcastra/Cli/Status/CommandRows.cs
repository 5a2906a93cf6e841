using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Cli.Output;
using Orcastra.Core.Remembering;

namespace Orcastra.Cli.Status;

/// <summary>The commands that have not ended, in a status.</summary>
internal static class CommandRows
{
    /// <summary>Shows them to people.</summary>
    public static void Show(Screen screen, Memory memory)
    {
        var commands = Open(memory);
        if (!commands.IsEmpty)
        {
            screen.Heading("Commands");
            screen.Table(["Command", "From", "Given", "State"], commands.Select(ImmutableArray<Cell> (record) =>
                [record.Text, record.Origin, $"{record.GivenAt.UtcDateTime:HH:mm:ss} UTC", new(StateOf(record), Tone.Warning)]));
        }
    }

    /// <summary>Writes them for machines.</summary>
    public static void Write(Utf8JsonWriter json, Memory memory) => json.Objects("commands", Open(memory), record =>
    {
        json.WriteString("command", record.Text);
        json.WriteString("from", record.Origin);
        json.WriteString("givenAt", IndentedJson.Stamp(record.GivenAt));
        json.WriteBoolean("isBegun", record.BegunAt is not null);
        json.WriteString("says", StateOf(record));
    });

    private static ImmutableArray<CommandRecord> Open(Memory memory) =>
        [.. memory.Commands.Values.Where(record => record.EndedAt is null).OrderBy(record => record.GivenAt).ThenBy(record => record.Text, StringComparer.Ordinal)];

    private static string StateOf(CommandRecord record) => record switch
    {
        { Says.Length: > 0 } => record.Says,
        { BegunAt: null } => "waits until an instance acts, or for the one that its giver gave before",
        _ => "under way",
    };
}
