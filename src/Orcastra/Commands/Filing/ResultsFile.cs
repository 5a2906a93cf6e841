using System.Collections.Immutable;

namespace Orcastra.Commands.Filing;

/// <summary>The file beside the command file that tells how entries ended.</summary>
/// <param name="path">The command file, whose owner is to be able to read the results as well.</param>
/// <param name="disk">The disk.</param>
/// <param name="rewriter">Replaces contents.</param>
/// <param name="log">The log.</param>
internal sealed class ResultsFile(string path, Disk disk, Rewriter rewriter, ILogger log)
{
    private const int Most = 200;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path + ".results.yml";

    /// <summary>True if there is a result with this ID.</summary>
    public bool Has(string id) => Ids().Contains(id);

    /// <summary>The IDs of all results.</summary>
    public HashSet<string> Ids() => [.. Load(disk.Read(Path)).Select(result => result.Id)];

    /// <summary>Begins the file where there is none: that results cannot be written is to be noticed before a command runs.</summary>
    public void Ensure()
    {
        if (disk.Read(Path) is null)
        {
            rewriter.Replace(Path, null, Result.Write([]), Model());
        }
    }

    /// <summary>Adds a result, unless there is one with its ID.</summary>
    /// <returns>False if somebody else writes to the file just now.</returns>
    public bool Add(Result result)
    {
        var bytes = disk.Read(Path);
        var known = Load(bytes);
        if (known.Any(one => one.Id == result.Id))
        {
            return true;
        }

        if (bytes is not null && Result.Read(Path, bytes) is null)
        {
            rewriter.Replace(Path + ".broken", disk.Read(Path + ".broken"), bytes, Model());
            log.Warning("{File:l} was no list of results any more; it is kept as {Broken:l}, and a new one begun", Path, Path + ".broken");
        }

        return rewriter.Replace(Path, bytes, Result.Write(known.Add(result).TakeLast(Most)), Model());
    }

    private ImmutableArray<Result> Load(byte[]? bytes) => bytes is null ? [] : Result.Read(Path, bytes) ?? [];

    private FileStatus? Model()
    {
        using var file = disk.Open(path);
        return file?.Status;
    }
}
