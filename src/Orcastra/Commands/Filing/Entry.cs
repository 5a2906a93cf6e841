using System.Collections.Immutable;
using Orcastra.Config;

namespace Orcastra.Commands.Filing;

/// <summary>What an entry says: a command, or something that is none.</summary>
/// <param name="Text">The command, or the entry as it was written.</param>
/// <param name="Problem">What is wrong and where; null for a command.</param>
internal sealed record Entry(string Text, ConfigError? Problem)
{
    private const string Advice = "write one command after '- ', such as '- noop' or '- move_service:db=node3'";

    /// <summary>Reads an entry.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="lines">Its lines, with where each starts.</param>
    /// <param name="objection">Says why a text is no command; null if it is one.</param>
    public static Entry Read(string file, ImmutableArray<(string Text, int Line, int Column)> lines, Func<string, string?> objection)
    {
        var written = string.Join('\n', lines.Select(line => line.Text));
        var findings = new Findings();
        var root = YamlReader.Read(file, written, findings);
        if (!findings.AreGood)
        {
            var error = findings.Errors[0];
            return Malformed(new(file, error.Line, error.Column), error.Message);
        }

        if (root is not YamlList { Items: [var item] })
        {
            return Malformed(new(file, 1, 1), $"this belongs to no entry of the list; {Advice}, and begin all entries in the same column");
        }

        var text = (item as YamlScalar)?.Text.Trim() ?? "";
        var complaint = item switch
        {
            YamlMap => $"an entry must be a single text, this is a map; {Advice}, without a blank after the colon",
            YamlList => $"an entry must be a single text, this is a list; {Advice}",
            YamlScalar { IsNull: true } => $"nothing stands after the '-'; {Advice}, or remove the line",
            _ when text.Length == 0 => $"the entry is empty; {Advice}, or remove the line",
            _ when text.AsSpan().IndexOfAny('\n', '\r') >= 0 => $"a command stands in one line; {Advice}",
            _ => objection(text),
        };
        return complaint is null ? new(text, null) : Malformed(item.Place, complaint);

        Entry Malformed(Place place, string what)
        {
            var line = lines[Math.Clamp(place.Line - 1, 0, lines.Length - 1)];
            return new(written, new(file, line.Line + 1, line.Column + place.Column, what));
        }
    }
}
