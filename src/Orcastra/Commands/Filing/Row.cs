using System.Collections.Immutable;

namespace Orcastra.Commands.Filing;

/// <summary>A line of a file.</summary>
/// <param name="Text">What stands in it.</param>
/// <param name="End">What ends it; empty for a last line without an end.</param>
internal sealed record Row(string Text, string End)
{
    /// <summary>Where its content starts.</summary>
    public int Indent { get; } = Text.Length - Text.TrimStart(' ', '\t').Length;

    /// <summary>True without content: empty, or a comment.</summary>
    public bool IsSilent => Indent == Text.Length || Text[Indent] == '#';

    /// <summary>True for what YAML has between documents.</summary>
    public bool IsMarker => Text.StartsWith('%') || IsBoundary("---") || IsBoundary("...");

    /// <summary>True where an entry of a list starts.</summary>
    public bool IsDash => !IsSilent && Text[Indent] == '-' && (Text.Length == Indent + 1 || Text[Indent + 1] is ' ' or '\t');

    /// <summary>The lines of a text, as a YAML parser counts them.</summary>
    public static ImmutableArray<Row> Split(string text)
    {
        var rows = ImmutableArray.CreateBuilder<Row>();
        var start = 0;
        while (start < text.Length)
        {
            var length = text.AsSpan(start).IndexOfAny("\r\n\u0085\u2028\u2029");
            var end = length < 0 ? text.Length : start + length;
            var after = end == text.Length ? end : end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
            rows.Add(new(text[start..end], text[end..after]));
            start = after;
        }

        return rows.ToImmutable();
    }

    private bool IsBoundary(string mark) => Text.StartsWith(mark, StringComparison.Ordinal) && new Row(Text[mark.Length..], "").IsSilent;
}
