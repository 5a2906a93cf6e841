using System.Collections.Immutable;

namespace Orcastra.Config;

/// <summary>Tells files of different kinds apart.</summary>
internal static class FileKinds
{
    private static readonly string[] Names = ["nodes", "dependencies", "swarm"];

    /// <summary>Groups of three, as <see cref="ConfigFiles.Read"/> takes them; a second file of a kind starts a second group.</summary>
    public static IEnumerable<ImmutableArray<FileContent>> Group(IEnumerable<FileContent> files)
    {
        var byKind = files.ToLookup(KindOf);
        var groups = Enumerable.Range(0, Names.Length).Max(kind => byKind[kind].Count());
        return Enumerable.Range(0, groups).Select(group => ImmutableArray.CreateRange(
            Enumerable.Range(0, Names.Length).Select(kind => byKind[kind].ElementAtOrDefault(group) ?? FileContent.NotAsked)));
    }

    private static int KindOf(FileContent file)
    {
        var byName = Array.FindIndex(Names, name => Path.GetFileName(file.Path).StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return byName >= 0 ? byName : ByKeys(file);
    }

    private static int ByKeys(FileContent file)
    {
        var unheard = new Findings();
        var text = YamlText.Decode(file.Path, file.Bytes, unheard) ?? "";
        var keys = YamlReader.Read(file.Path, text, unheard) is YamlMap map ? map.Entries.Select(entry => entry.Key.Text).ToList() : [];
        return keys.Contains("dependencies") ? 2 : keys.Exists(key => NodesReader.Keys.Contains(key)) ? 0 : 1;
    }
}
