using YamlDotNet.Core;

namespace Orcastra.Config;

/// <summary>Says what the YAML parser found, where an operator will look.</summary>
internal static class YamlProblem
{
    private static readonly (string Theirs, string Ours)[] Words =
    [
        ("tab as indentation", "a tab indents this line; YAML takes spaces only"),
        ("did not find expected key", "a key is expected here; look at the indentation, and for a colon or bracket that is missing before it"),
        ("did not find expected '-'", "this does not belong to the list above it; look at the indentation"),
        ("did not find expected ','", "a bracket before this is not closed"),
        ("quoted scalar", "a text in quotes does not end, or has an unknown escape; look for the missing quote, and write \\\\ for a backslash"),
        ("cannot start any token", "a value cannot start with this character; put it in quotes"),
        ("did not find expected node content", "a value is missing here"),
    ];

    /// <summary>Where the problem is.</summary>
    public static Place PlaceOf(string file, string text, YamlException problem)
    {
        var lines = text.Split('\n');
        var line = Math.Clamp((int)problem.Start.Line, 1, lines.Length);
        if (problem.Message.Contains("tab as indentation", StringComparison.Ordinal))
        {
            var tabbed = Array.FindIndex(lines, line - 1, IsIndentedByTab);
            return tabbed < 0 ? new(file, line, 1) : new(file, tabbed + 1, lines[tabbed].IndexOf('\t', StringComparison.Ordinal) + 1);
        }

        // What is never closed is noticed at the end, maybe after many empty lines and comments.
        var last = Array.FindLastIndex(lines, line - 1, HasContent) + 1;
        return last < line && last > 0 ? new(file, last, lines[last - 1].TrimEnd().Length + 1) : new(file, line, Math.Max(1, (int)problem.Start.Column));
    }

    /// <summary>What the problem is, and what to look for.</summary>
    public static string Say(YamlException problem)
    {
        var known = Array.Find(Words, words => problem.Message.Contains(words.Theirs, StringComparison.OrdinalIgnoreCase));
        return "this is not YAML: " + (known.Ours ?? problem.Message.TrimEnd('.'));
    }

    private static bool HasContent(string line) => line.AsSpan().Trim() is { Length: > 0 } rest && rest[0] != '#';

    private static bool IsIndentedByTab(string line) => line.AsSpan()[..^line.AsSpan().TrimStart().Length].Contains('\t');
}
