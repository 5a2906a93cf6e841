using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Orcastra.Config;
using Orcastra.Logging;

namespace Orcastra.Commands.Filing;

/// <summary>How an entry of the command file ended.</summary>
/// <param name="Id">The entry's ID.</param>
/// <param name="Command">What it said.</param>
/// <param name="At">When it ended, ISO 8601 in UTC.</param>
/// <param name="Outcome"><c>done</c>, <c>failed</c>, <c>refused</c> or <c>unknown</c>.</param>
/// <param name="Text">What came of it, in one line.</param>
/// <param name="Where">Where it stood, for one that was no command; else empty.</param>
internal sealed record Result(string Id, string Command, string At, string Outcome, string Text, string Where = "")
{
    private const string Title = "# What became of the commands, newest last; written by Orcastra.\n";

    // Some hundreds of results are to fit in what the reader takes, whatever an engine says.
    private const int LongestText = 600;

    /// <summary>The result of a command that has ended.</summary>
    public static Result Of(string id, string command, Ending ending) => new(id, command, Stamp(ending.At), ending.Outcome, ending.Text);

    /// <summary>The result of what is no command.</summary>
    public static Result Refuse(string id, string command, ConfigError problem, DateTimeOffset at) =>
        new(id, command, Stamp(at), "refused", problem.ToString(), new Place(problem.File, problem.Line, problem.Column).ToString());

    /// <summary>Results as a YAML list.</summary>
    public static byte[] Write(IEnumerable<Result> results)
    {
        var text = new StringBuilder(Title);
        foreach (var result in results)
        {
            text.Append("- id: ").Append(Quoted(result.Id))
                .Append("\n  command: ").Append(Quoted(result.Command))
                .Append("\n  at: ").Append(Quoted(result.At))
                .Append("\n  outcome: ").Append(Quoted(result.Outcome))
                .Append("\n  text: ").Append(Quoted(result.Text));
            _ = result.Where.Length > 0 ? text.Append("\n  where: ").Append(Quoted(result.Where)) : text;
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads results; null if they are none.</summary>
    public static ImmutableArray<Result>? Read(string file, byte[] bytes)
    {
        var findings = new Findings();
        var root = YamlText.Decode(file, bytes, findings) is { } text ? YamlReader.Read(file, text, findings) : null;
        if (!findings.AreGood || root is not (null or YamlScalar { IsNull: true } or YamlList))
        {
            return null;
        }

        var items = root is YamlList list ? list.Items : [];
        var results = items.OfType<YamlMap>().Select(Of).Where(result => result.Id.Length > 0).ToImmutableArray();
        return results.Length == items.Length ? results : null;
    }

    private static Result Of(YamlMap map)
    {
        return new(Value("id"), Value("command"), Value("at"), Value("outcome"), Value("text"), Value("where"));

        string Value(string key) => map.Entries.Where(entry => entry.Key.Text == key).Select(entry => entry.Value).OfType<YamlScalar>().FirstOrDefault()?.Text ?? "";
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        using var line = new StringWriter();
        OneLine.Write(line, text.Length > LongestText ? text.AsSpan(0, LongestText) : text);
        return $"\"{line.ToString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}{(text.Length > LongestText ? "…" : "")}\"";
    }
}
