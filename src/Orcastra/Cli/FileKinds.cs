using System.Text.RegularExpressions;
using Orcastra.Config;

namespace Orcastra.Cli;

/// <summary>What a file declares.</summary>
internal enum FileKind
{
    /// <summary>Nodes and their labels.</summary>
    Nodes,

    /// <summary>Anchors and their dependents.</summary>
    Dependencies,

    /// <summary>Both.</summary>
    Swarm,
}

/// <summary>Guesses what a file declares: by its name, else by the keys at its top.</summary>
internal static partial class FileKinds
{
    /// <summary>The guess.</summary>
    public static FileKind Guess(FileContent file) => ByName(Path.GetFileName(file.Path)) ?? ByContent(file);

    private static FileKind? ByName(string name)
    {
        if (DependenciesPattern().IsMatch(name))
        {
            return FileKind.Dependencies;
        }

        if (NodesPattern().IsMatch(name))
        {
            return FileKind.Nodes;
        }

        return SwarmPattern().IsMatch(name) ? FileKind.Swarm : null;
    }

    private static FileKind ByContent(FileContent file)
    {
        var unheard = new Findings();
        var text = file.Bytes is null ? null : YamlText.Decode(file.Path, file.Bytes, unheard);
        var keys = text is not null && YamlReader.Read(file.Path, text, unheard) is YamlMap map ? map.Entries.Select(entry => entry.Key.Text).ToList() : [];
        if (!keys.Exists(NodesReader.Keys.Contains))
        {
            return keys is ["dependencies"] ? FileKind.Swarm : FileKind.Dependencies;
        }

        return keys.Contains("dependencies") ? FileKind.Swarm : FileKind.Nodes;
    }

    [GeneratedRegex(@"(^|[^a-z])dependenc(y|ies)([^a-z]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DependenciesPattern();

    [GeneratedRegex(@"(^|[^a-z])nodes([^a-z]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NodesPattern();

    [GeneratedRegex(@"(^|[^a-z])swarm([^a-z]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SwarmPattern();
}
