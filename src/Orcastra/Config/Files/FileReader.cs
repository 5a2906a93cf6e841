using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>Reads whole files.</summary>
/// <param name="defaults">What holds where an anchor says nothing.</param>
/// <param name="findings">Where errors and notes go.</param>
internal sealed class FileReader(DependencyDefaults defaults, Findings findings)
{
    private const string Extension = "x-";

    private readonly NodesReader _nodes = new(findings);
    private readonly DependenciesReader _dependencies = new(defaults, findings);

    /// <summary>Reads <c>nodes.yml</c>.</summary>
    public FileDraft Nodes(FileContent file) =>
        Top(file) is { } map ? new(_nodes.Read(Known(map, "nodes.yml", NodesReader.Keys)), false, []) : FileDraft.Empty;

    /// <summary>Reads <c>dependencies.yml</c>.</summary>
    public FileDraft Dependencies(FileContent file) => Top(file) is { } map ? new(new(), true, _dependencies.Read(map)) : FileDraft.Empty;

    /// <summary>Reads <c>swarm.yml</c>.</summary>
    public FileDraft Both(FileContent file)
    {
        if (Top(file) is not { } map)
        {
            return FileDraft.Empty;
        }

        var fields = Known(map, "swarm.yml", NodesReader.Keys.Add("dependencies"));
        var dependencies = fields.Map("dependencies");
        return new(_nodes.Read(fields), fields.Any("dependencies") is not null, dependencies is null ? [] : _dependencies.Read(dependencies));
    }

    /// <summary>Keys that start with <c>x-</c> hold what aliases refer to, as in compose files.</summary>
    private Fields Known(YamlMap map, string owner, ImmutableArray<string> keys)
    {
        var entries = map.Entries.RemoveAll(entry => entry.Key.Text.StartsWith(Extension, StringComparison.Ordinal));
        return new(map with { Entries = entries }, owner, keys, findings);
    }

    /// <summary>
    /// The map a file consists of. A file without content counts as absent: one that was cut off at the start of a
    /// write must not read as "I want nothing".
    /// </summary>
    private YamlMap? Top(FileContent file)
    {
        if (file.Bytes is null)
        {
            if (file.Problem is not null)
            {
                findings.Error(new(file.Path, 1, 1), file.Problem);
            }

            return null;
        }

        if (YamlText.Decode(file.Path, file.Bytes, findings) is not { } text)
        {
            return null;
        }

        var before = findings.Errors.Length;
        var root = YamlReader.Read(file.Path, text, findings);
        if (root is YamlMap map)
        {
            return map;
        }

        if (root is null or YamlScalar { IsNull: true })
        {
            if (findings.Errors.Length == before)
            {
                findings.Note($"{file.Path} has no content and counts as absent; write {{}} to declare nothing");
            }

            return null;
        }

        findings.Error(root.Place, $"the file must be a map at its top, this is {root.Kind}");
        return null;
    }
}
