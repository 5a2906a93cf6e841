using System.Collections.Immutable;

namespace Orcastra.Cli.Output;

/// <summary>A table as columns of plain text, two blanks apart; the last column is as long as its text.</summary>
internal static class PlainTable
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ImmutableArray<string> headers, ImmutableArray<ImmutableArray<Cell>> rows)
    {
        var lines = rows.Select(row => row.Select(cell => OneLine(cell.Text)).ToImmutableArray())
            .Prepend([.. headers.Select(header => header.ToUpperInvariant())])
            .ToList();
        var widths = headers.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            output.WriteLine(string.Join("  ", line.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string OneLine(string text) => text.Length == 0 ? "-" : text.ReplaceLineEndings(" ");
}
