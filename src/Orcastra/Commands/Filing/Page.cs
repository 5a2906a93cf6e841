using System.Collections.Immutable;
using System.Text;
using Orcastra.Config;

namespace Orcastra.Commands.Filing;

/// <summary>A command file as it was read.</summary>
internal sealed record Page
{
    private const string Untouched = "; nothing of the file is carried out, and nothing in it changed, until it is corrected";

    /// <summary>Its bytes.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>Its lines.</summary>
    public ImmutableArray<Row> Rows { get; private init; } = [];

    /// <summary>Entries that are taken up.</summary>
    public ImmutableArray<Claim> Claims { get; private init; } = [];

    /// <summary>Entries that are not.</summary>
    public ImmutableArray<Block> Entries { get; private init; } = [];

    /// <summary>Why nothing in it can be told apart; null if it can.</summary>
    public ConfigError? Trouble { get; private init; }

    /// <summary>True if the file as a whole is no YAML, so that its entries are read one by one.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>True if nothing is to be done for it.</summary>
    public bool IsEmpty => Claims.IsEmpty && Entries.IsEmpty && Trouble is null;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="bytes">What it holds.</param>
    public static Page Read(string file, byte[] bytes)
    {
        var findings = new Findings();
        if (YamlText.Decode(file, bytes, findings) is not { } text)
        {
            return new() { Bytes = bytes, Trouble = Because(findings.Errors[0]) };
        }

        var rows = Row.Split(text);
        var root = YamlReader.Read(file, text, findings);
        var page = new Page { Bytes = bytes, Rows = rows, Claims = Claim.In(rows), IsBroken = !findings.AreGood };
        if (!page.IsBroken && root is null or YamlScalar { IsNull: true } or YamlList { Items.IsEmpty: true })
        {
            return page;
        }

        var first = rows.ToList().FindIndex(row => row is { IsSilent: false, IsMarker: false });
        var isList = first >= 0 && rows[first].IsDash && (page.IsBroken || root is YamlList);
        return isList ? page with { Entries = Block.In(rows, first) } : page with { Trouble = Because(Complaint(file, root, findings)) };
    }

    /// <summary>True if an entry may still be in the middle of being written.</summary>
    public bool IsUncertain(Block entry) => IsBroken || Rows[entry.First + entry.Count - 1].End.Length == 0;

    /// <summary>An entry line by line, with where each line starts.</summary>
    public ImmutableArray<(string Text, int Line, int Column)> Written(Block entry)
    {
        var column = Rows[entry.First].Indent;
        return
        [
            .. Enumerable.Range(entry.First, entry.Count)
                .Select(line => (Line: line, Cut: Math.Min(column, Rows[line].Indent)))
                .Select(one => (Rows[one.Line].Text[one.Cut..], one.Line, one.Cut)),
        ];
    }

    /// <summary>The bytes with other lines.</summary>
    public byte[] With(ImmutableArray<Row> rows)
    {
        var mark = Bytes.AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF" : "";
        return Encoding.UTF8.GetBytes(mark + string.Concat(rows.Select(row => row.Text + row.End)));
    }

    private static ConfigError Complaint(string file, YamlValue? root, Findings findings) => root switch
    {
        _ when !findings.AreGood => findings.Errors[0],
        YamlList list => new(file, list.Place.Line, list.Place.Column, "the list is written in brackets; write each command in a line of its own that starts with '- '"),
        _ => new(file, root!.Place.Line, root.Place.Column, $"the file must be a list of commands, this is {root.Kind}; write each command in a line of its own that starts with '- '"),
    };

    private static ConfigError Because(ConfigError error) => error with { Message = error.Message + Untouched };
}
