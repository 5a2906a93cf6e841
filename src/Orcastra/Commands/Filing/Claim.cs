using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Orcastra.Commands.Filing;

/// <summary>An entry that has been taken up: its lines stand in the file as comments that name its ID.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Lines">Where they stand, from 0.</param>
internal sealed partial record Claim(string Id, ImmutableArray<int> Lines)
{
    private const string Opening = "# orcastra is at it (id ";

    /// <summary>The claims among the lines of a file, in its order.</summary>
    public static ImmutableArray<Claim> In(ImmutableArray<Row> rows) =>
    [
        .. rows.Select((row, line) => (Found: Pattern().Match(row.Text), Line: line))
            .Where(one => one.Found.Success)
            .GroupBy(one => one.Found.Groups["id"].Value, one => one.Line)
            .Select(group => new Claim(group.Key, [.. group])),
    ];

    /// <summary>The lines with an entry claimed. Its last line gets an end, or what is appended would belong to the comment.</summary>
    public static ImmutableArray<Row> Make(ImmutableArray<Row> rows, Block block, string id)
    {
        var column = rows[block.First].Indent;
        var end = rows.Select(row => row.End).FirstOrDefault(end => end.Length > 0) ?? "\n";
        var claimed = rows.ToBuilder();
        for (var i = block.First; i < block.First + block.Count; i++)
        {
            var cut = Math.Min(column, rows[i].Indent);
            claimed[i] = new($"{rows[i].Text[..cut]}{Opening}{id}): {rows[i].Text[cut..]}", rows[i].End.Length > 0 ? rows[i].End : end);
        }

        return claimed.ToImmutable();
    }

    /// <summary>The lines without this claim.</summary>
    public ImmutableArray<Row> TakeFrom(ImmutableArray<Row> rows) => [.. rows.Where((_, line) => !Lines.Contains(line))];

    /// <summary>The entry as it was written, line by line, with where each line starts.</summary>
    public ImmutableArray<(string Text, int Line, int Column)> Written(ImmutableArray<Row> rows) =>
    [
        .. Lines.Select(line => (Pattern().Match(rows[line].Text), line))
            .Select(one => (one.Item1.Groups["text"].Value, one.line, one.Item1.Groups["indent"].Length)),
    ];

    [GeneratedRegex(@"^(?<indent>[ \t]*)# orcastra is at it \(id (?<id>[A-Za-z0-9_.-]{1,40})\): ?(?<text>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
