using System.Collections.Immutable;
using Orcastra.Config;

namespace Orcastra.Cli;

/// <summary>Files that are read together: at most one of each kind.</summary>
/// <param name="settings">The settings, which name one file of each kind.</param>
internal sealed class FileSet(Settings settings)
{
    private const string None = "";

    private Settings _settings = settings;
    private ImmutableArray<ConfigError> _missing = [];

    /// <summary>The files that are there, with their kinds.</summary>
    public ImmutableArray<(string File, string Kind)> Present =>
        [.. Named.Where(named => named.File != None && !FileContent.Read(named.File).IsAbsent)];

    private ImmutableArray<(string File, string Kind)> Named =>
        [(_settings.NodesFile, "nodes"), (_settings.DependenciesFile, "dependencies"), (_settings.SwarmFile, "swarm")];

    /// <summary>The files in as few sets as possible, each going to the first set that has none of its kind.</summary>
    public static ImmutableArray<FileSet> Of(Settings settings, IEnumerable<string> files)
    {
        var empty = settings with { NodesFile = None, DependenciesFile = None, SwarmFile = None };
        var sets = new List<FileSet> { new(empty) };
        foreach (var file in files)
        {
            var content = FileContent.Read(file);
            if (content.IsAbsent)
            {
                sets[0]._missing = sets[0]._missing.Add(new ConfigError(file, 0, 0, "there is no such file"));
                continue;
            }

            var kind = FileKinds.Guess(content);
            if (!sets.Exists(set => set.Takes(kind, file)))
            {
                sets.Add(new(empty));
                _ = sets[^1].Takes(kind, file);
            }
        }

        return [.. sets];
    }

    /// <summary>Reads them together.</summary>
    public ConfigResult Read()
    {
        var result = ConfigFiles.Read(_settings, [.. Named.Select(named => named.File == None ? FileContent.NotAsked : FileContent.Read(named.File))]);
        return _missing.IsEmpty ? result : result with { Policy = null, Errors = [.. _missing, .. result.Errors] };
    }

    private bool Takes(FileKind kind, string file)
    {
        var now = kind switch
        {
            FileKind.Nodes => _settings.NodesFile,
            FileKind.Swarm => _settings.SwarmFile,
            _ => _settings.DependenciesFile,
        };
        if (now != None)
        {
            return false;
        }

        _settings = kind switch
        {
            FileKind.Nodes => _settings with { NodesFile = file },
            FileKind.Swarm => _settings with { SwarmFile = file },
            _ => _settings with { DependenciesFile = file },
        };
        return true;
    }
}
