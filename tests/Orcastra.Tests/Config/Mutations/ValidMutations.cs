using System.Text.RegularExpressions;

namespace Orcastra.Tests.Config.Mutations;

/// <summary>Changes after which files mean exactly what they meant.</summary>
internal static class ValidMutations
{
    public static Mutation[] All { get; } = [.. Layout(), .. Spelling()];

    private static readonly string[] Yes = ["yes", "ON", "True", "1", "TRUE"];
    private static readonly string[] No = ["no", "Off", "False", "0"];

    private static Mutation[] Layout() =>
    [
        Mutation.KeepLines("comments between lines", (line, _) => "# why: [\n" + line.Text + "\n      # and \"why not"),
        Mutation.KeepLines("comments behind lines", (line, random) => line.Text + new string(' ', random.Next(1, 9)) + "# it's so"),
        Mutation.KeepLines("blank lines", (line, random) => line.Text + new string('\n', random.Next(3))),
        Mutation.KeepLines("trailing spaces", (line, random) => line.Text + new string(' ', random.Next(5))),
        Mutation.Keep("CRLF", text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Mutation.Keep("BOM", text => "\uFEFF" + text),
        Mutation.Keep("BOM and CRLF", text => "\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Mutation.Keep("no final newline", text => text.TrimEnd()),
        Mutation.Keep("document markers", text => "# head\n---\n" + text + "...\n"),
        Mutation.Keep("version directive", text => "%YAML 1.1\n---\n" + text),
        Mutation.Keep("wider indentation", text => Regex.Replace(text, "^ +", spaces => spaces.Value + spaces.Value, RegexOptions.Multiline)),
        Mutation.Keep("lists not indented", text => text.Replace("    - ", "  - ", StringComparison.Ordinal)),
        Mutation.Keep("top entries reordered", Reordered),
        Mutation.Keep("lists over several lines", text => Regex.Replace(text, @"\[(.*), (.*)\]", "[\n      $1,\n      $2,\n    ]")),
        Mutation.KeepLines("tabs before comments", (line, _) => line.Text + "\t# tabbed"),
    ];

    private static Mutation[] Spelling() =>
    [
        Mutation.KeepLines("double quotes", (line, _) => Quoted(line, '"')),
        Mutation.KeepLines("single quotes", (line, _) => Quoted(line, '\'')),
        Mutation.KeepLines("quoted keys", (line, _) => Regex.Replace(line.Text, @"^( *)([a-z_0-9-]+):", "$1\"$2\":")),
        Mutation.KeepLines("block instead of flow", (line, _) => line.Role == "short"
            ? Regex.Replace(line.Text, @"^(.*): \[(.*), (.*)\]$", "$1:\n- $2\n- $3") : line.Text),
        Mutation.KeepLines("map instead of list labels", (line, _) => line.Role == "list"
            ? Regex.Replace(line.Text, @"\[(.*), (.*)\]", "{$1: true, $2: \"true\"}") : line.Text),
        Mutation.KeepLines("full instead of short", (line, _) => line.Role == "short"
            ? line.Text.Replace("[", "{services: [", StringComparison.Ordinal) + "}" : line.Text),
        Mutation.KeepLines("other booleans", (line, random) => line.Role == "bool" ? OtherBoolean(line.Text, random) : line.Text),
        Mutation.KeepLines("other numbers", (line, _) => line.Role == "retry" ? line.Text.Replace("10,", "10.0,", StringComparison.Ordinal) : line.Text),
        Mutation.KeepLines("text tags", (line, _) => line.Role == "item" ? line.Text.Replace("- ", "- !!str ", StringComparison.Ordinal) : line.Text),
        Mutation.KeepLines("anchors and aliases", (line, _) => line.Role switch
        {
            "leader" => "x-disks: &disks\n  - extra\n" + line.Text,
            "item" => Regex.Replace(line.Text, "- (.*)", "- &also-$1 $1"),
            _ => line.Text,
        }),
        Mutation.KeepLines("keys of later versions", (line, _) => line.Role == "ip" ? line.Text + "\n    role: auto\n    host: ssh://root@192.0.2.9\n    swarm: true" : line.Text),
    ];

    private static string Quoted(Line line, char quote) => line.Role switch
    {
        "item" or "firstitem" => Regex.Replace(line.Text, "- (.*)", $"- {quote}$1{quote}"),
        "ip" or "stack" or "leader" or "handoff" or "bool" => Regex.Replace(line.Text, ": (.*)", $": {quote}$1{quote}"),
        "short" => Regex.Replace(line.Text, @"\[(.*), (.*)\]", $"[{quote}$1{quote}, {quote}$2{quote}]"),
        _ => line.Text,
    };

    private static string OtherBoolean(string text, Random random) => text
        .Replace("true", Yes[random.Next(Yes.Length)], StringComparison.Ordinal)
        .Replace("false", No[random.Next(No.Length)], StringComparison.Ordinal);

    private static string Reordered(string text)
    {
        var blocks = Regex.Split(text.TrimEnd(), @"\n(?=\S)");
        Array.Reverse(blocks);
        return string.Join('\n', blocks) + "\n";
    }
}
