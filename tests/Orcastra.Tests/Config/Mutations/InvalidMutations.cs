namespace Orcastra.Tests.Config.Mutations;

/// <summary>Changes after which a file is certainly wrong, in a line that is known.</summary>
internal static class InvalidMutations
{
    public static Mutation[] All { get; } = [.. Syntax(), .. Bytes(), .. Types(), .. Names(), .. Rules()];

    private static Mutation[] Syntax() =>
    [
        Mutation.Break("bracket not closed", "short", text => text.Replace("]", "", StringComparison.Ordinal)),
        Mutation.Break("bracket not closed in a node", "list", text => text.Replace("]", "", StringComparison.Ordinal)),
        Mutation.Break("bracket never opened", "short", text => text.Replace("[", "", StringComparison.Ordinal)),
        Mutation.Break("bracket too many", "retry", text => text + "]"),
        Mutation.Break("brace instead of bracket", "retry", text => text.Replace("]", "}", StringComparison.Ordinal)),
        Mutation.Break("tab as indentation", "item", text => "\t" + text.TrimStart()),
        Mutation.Break("one space less", "item", text => text[1..]),
        Mutation.Break("one space more", "ip", text => " " + text),
        Mutation.Break("colon missing", "stack", text => text.Replace(":", "", StringComparison.Ordinal)),
        Mutation.Break("space after colon missing", "handoff", text => text.Replace(": ", ":", StringComparison.Ordinal)),
        Mutation.Break("double quote not closed", "stack", text => text.Replace(": ", ": \"", StringComparison.Ordinal)),
        Mutation.Break("single quote not closed", "item", text => text.Replace("- ", "- '", StringComparison.Ordinal)),
        Mutation.Break("quote not closed in brackets", "short", text => text.Replace("[", "[\"", StringComparison.Ordinal)),
        Mutation.Break("quote not closed before other quotes", "list", text => text.Replace("[", "[\"", StringComparison.Ordinal)),
        Mutation.Break("unknown escape", "item", text => text.Replace("- ", "- \"\\q", StringComparison.Ordinal) + "\""),
        Mutation.Break("reserved character", "item", text => text.Replace("- ", "- @", StringComparison.Ordinal)),
        Mutation.Break("unknown alias", "item", _ => "    - *nowhere"),
        Mutation.Break("unknown tag", "item", text => text.Replace("- ", "- !mine ", StringComparison.Ordinal)),
        Mutation.Insert("second document", "short", (_, _) => "---"),
        Mutation.Insert("conflict marker", "short", (_, _) => "<<<<<<< HEAD"),
        Mutation.Insert("stray text", "leader", (_, _) => "restart everything"),
    ];

    private static Mutation[] Bytes() =>
    [
        Mutation.Poison("not UTF-8", "short", 0xC3, 0x28),
        Mutation.Poison("NUL bytes after a power cut", "ip", 0, 0, 0, 0),
        Mutation.Poison("escape character", "item", 0x1B),
    ];

    private static Mutation[] Types() =>
    [
        Mutation.Break("single value where a list belongs", "short", text => text[..text.IndexOf('[')] + "swarmpit0"),
        Mutation.Break("list where a single value belongs", "ip", text => text.Replace(": ", ": [", StringComparison.Ordinal) + "]"),
        Mutation.Break("map where a single value belongs", "label", text => text[..text.IndexOf(':')] + ": {a: b}"),
        Mutation.Break("map where a name belongs", "item", text => text + ": x"),
        Mutation.Break("nothing where a list belongs", "list", _ => "    labels:"),
        Mutation.Break("nothing where a name belongs", "item", _ => "    -"),
        Mutation.Break("no boolean", "bool", text => text[..text.IndexOf(':')] + ": maybe"),
        Mutation.Break("no number", "retry", text => text.Replace("10", "soon", StringComparison.Ordinal)),
        Mutation.Break("negative wait", "retry", text => text.Replace("10", "-10", StringComparison.Ordinal)),
        Mutation.Break("no waits", "retry", _ => "  retry_intervals: []"),
        Mutation.Break("unknown hand-off", "handoff", _ => "  handoff: sometimes"),
        Mutation.Break("no IP address", "ip", text => text + "0000"),
        Mutation.Break("no address to advertise", "advertise", _ => "advertise_addr: 192.0.2"),
        Mutation.Insert("unknown role", "ip", (_, _) => "    role: boss"),
    ];

    private static Mutation[] Names() =>
    [
        Mutation.Break("misspelt option", "bool", text => text.Replace("e", "", StringComparison.Ordinal)),
        Mutation.Break("misspelt key at the top", "leader", text => text.Replace("leader", "laeder", StringComparison.Ordinal)),
        Mutation.Insert("duplicate option", "handoff", (text, _) => text),
        Mutation.Insert("duplicate anchor", "short", (text, _) => text),
        Mutation.Insert("duplicate label", "label", (text, _) => text),
        Mutation.Break("label twice in a list", "list", text => text.Replace("]", ", zfs]", StringComparison.Ordinal)),
        Mutation.Break("empty name", "item", _ => "    - \"\""),
        Mutation.Break("name with a space", "item", text => text + " two"),
        Mutation.Break("name with a dot", "short", text => "my." + text),
        Mutation.Break("name too long", "item", text => text + new string('x', 70)),
        Mutation.Break("label no constraint can name", "list", text => text.Replace("zfs", "disk/zfs", StringComparison.Ordinal)),
        Mutation.Break("label with a value in a list", "list", text => text.Replace("zfs", "zfs=true", StringComparison.Ordinal)),
        Mutation.Break("reserved label", "label", text => text.Replace("      ", "      orcastra.", StringComparison.Ordinal)),
        Mutation.Break("empty label value", "label", text => text[..text.IndexOf(':')] + ": \"\""),
        Mutation.Break("label without value", "label", text => text[..(text.IndexOf(':') + 1)]),
    ];

    private static Mutation[] Rules() =>
    [
        Mutation.Break("leader that is no node", "leader", text => text + "x"),
        Mutation.Insert("static label that is an anchor's", "label", (_, files) => $"      {files.First.Anchor}: yes"),
        Mutation.Insert("dependent of two anchors", "firstitem", (_, files) => $"    - {files.First.Dependent}"),
        Mutation.Insert("dependent of itself", "short", (_, _) => "narcissus: [narcissus]"),
        Mutation.Insert("cycle", "short", (_, files) => $"{files.First.Dependent}: [{files.First.Anchor}]"),
    ];
}
