using System.Text;

namespace Orcastra.Tests.Config.Mutations;

/// <summary>A pair of files after a mutation.</summary>
/// <param name="Dependencies">Bytes of <c>dependencies.yml</c>.</param>
/// <param name="Nodes">Bytes of <c>nodes.yml</c>.</param>
/// <param name="File">The file that was mutated.</param>
/// <param name="Line">The line that makes it invalid; 0 if it is still valid.</param>
internal sealed record Mutant(byte[] Dependencies, byte[] Nodes, string File, int Line);

/// <summary>A way of changing files whose outcome is known.</summary>
internal sealed record Mutation(string Kind, bool IsValid, Func<SampleFiles, Random, Mutant> Apply)
{
    /// <summary>Changes the text of one line of a role, so that the file is invalid there.</summary>
    public static Mutation Break(string kind, string role, Func<string, string> change) => new(kind, false, (files, random) =>
    {
        var (lines, at) = Pick(files, role, random);
        lines[at] = lines[at] with { Text = change(lines[at].Text) };
        return Encode(files, lines, at + 1);
    });

    /// <summary>Inserts a line after one of a role, so that the file is invalid there.</summary>
    public static Mutation Insert(string kind, string role, Func<string, SampleFiles, string> inserted) => new(kind, false, (files, random) =>
    {
        var (lines, at) = Pick(files, role, random);
        lines.Insert(at + 1, new(inserted(lines[at].Text, files), "inserted"));
        return Encode(files, lines, at + 2);
    });

    /// <summary>Changes bytes of the line of a role, so that the file is invalid there.</summary>
    public static Mutation Poison(string kind, string role, params byte[] bytes) => new(kind, false, (files, random) =>
    {
        var (lines, at) = Pick(files, role, random);
        lines[at] = lines[at] with { Text = lines[at].Text + "¤" };
        var mutant = Encode(files, lines, at + 1);
        return mutant with { Dependencies = Replace(mutant.Dependencies, bytes), Nodes = Replace(mutant.Nodes, bytes) };
    });

    /// <summary>Changes the texts of both files without changing what they mean.</summary>
    public static Mutation Keep(string kind, Func<string, string> change) => new(kind, true, (files, _) => new(
        Encoding.UTF8.GetBytes(change(Text(files.Dependencies))), Encoding.UTF8.GetBytes(change(Text(files.Nodes))), "", 0));

    /// <summary>Changes the lines of both files without changing what they mean.</summary>
    public static Mutation KeepLines(string kind, Func<Line, Random, string> change) => new(kind, true, (files, random) =>
    {
        foreach (var lines in new[] { files.Dependencies, files.Nodes })
        {
            for (var i = 0; i < lines.Count; i++)
            {
                lines[i] = lines[i] with { Text = change(lines[i], random) };
            }
        }

        return Encode(files, files.Nodes, 0);
    });

    public static string Text(List<Line> lines) => string.Join('\n', lines.Select(line => line.Text)) + "\n";

    private static (List<Line> Lines, int At) Pick(SampleFiles files, string role, Random random)
    {
        var lines = files.Dependencies.Exists(line => line.Role == role) ? files.Dependencies : files.Nodes;
        var fitting = Enumerable.Range(0, lines.Count).Where(i => lines[i].Role == role).ToList();
        return (lines, fitting[random.Next(fitting.Count)]);
    }

    private static Mutant Encode(SampleFiles files, List<Line> mutated, int line) => new(
        Encoding.UTF8.GetBytes(Text(files.Dependencies)),
        Encoding.UTF8.GetBytes(Text(files.Nodes)),
        ReferenceEquals(mutated, files.Dependencies) ? "dependencies.yml" : "nodes.yml",
        line);

    private static byte[] Replace(byte[] text, byte[] by)
    {
        var mark = Encoding.UTF8.GetBytes("¤");
        var at = text.AsSpan().IndexOf(mark);
        return at < 0 ? text : [.. text[..at], .. by, .. text[(at + mark.Length)..]];
    }
}
