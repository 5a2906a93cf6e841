namespace Orcastra.Commands.Filing;

/// <summary>
/// Replaces the content of a file as a whole, keeps its mode and owner, and loses nothing that others append meanwhile: by
/// renaming or, where that is not possible, in place.
/// </summary>
internal sealed class Rewriter
{
    private readonly Disk _disk;
    private readonly InPlace _inPlace;
    private readonly LeftBehind _left;

    /// <summary>Works on a disk.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shared">The system's folder for temporary files, for journals that can be kept nowhere else.</param>
    public Rewriter(Disk disk, TimeProvider time, string shared) =>
        (_disk, _inPlace, _left) = (disk, new(disk, new(disk, shared)), new(disk, time));

    /// <summary>Carries out what an earlier process was killed in.</summary>
    public void Recover(string path)
    {
        var real = _disk.RealPath(path);
        _disk.Delete(Fresh(real));
        _inPlace.Recover(real);
    }

    /// <summary>Brings over what was appended to files that have been replaced since.</summary>
    public void CatchUp() => _left.CatchUp();

    /// <summary>Replaces the content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it holds; null if there is none.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="like">Whose mode and owner a new file gets, if that can be done.</param>
    /// <returns>False if it does not hold that any more; it is left alone then.</returns>
    public bool Replace(string path, byte[]? expected, byte[] content, FileStatus? like = null)
    {
        var real = _disk.RealPath(path);
        try
        {
            return ByRenaming(real, expected, content, like);
        }
        catch (Exception problem) when (expected is not null && DiskFaults.IsOne(problem) && DiskFaults.ForbidsReplacing(problem))
        {
            return _inPlace.Write(real, expected, content);
        }
    }

    private bool ByRenaming(string path, byte[]? expected, byte[] content, FileStatus? like)
    {
        FileStatus? model;
        using (var file = _disk.Open(path))
        {
            model = file?.Status;
        }

        var fresh = Fresh(path);
        try
        {
            CreateLike(fresh, content, model, like);
            return PutInPlace(path, fresh, expected);
        }
        catch (Exception problem) when (DiskFaults.IsOne(problem))
        {
            _disk.Delete(fresh); // on a full disk it is in the way
            throw;
        }
    }

    private bool PutInPlace(string path, string fresh, byte[]? expected)
    {
        var old = _disk.Open(path);
        if (!Holds(old, expected))
        {
            old?.Dispose();
            _disk.Delete(fresh);
            return false;
        }

        try
        {
            _disk.Rename(fresh, path);
        }
        catch
        {
            old?.Dispose();
            throw;
        }

        if (old is not null)
        {
            _left.Keep(path, old, expected!.Length);
            _left.CatchUp();
        }

        _disk.SyncFolderOf(path);
        return true;
    }

    private static bool Holds(OpenFile? file, byte[]? expected) =>
        file is null || expected is null ? file is null && expected is null : file.ReadFrom(0).AsSpan().SequenceEqual(expected);

    private void CreateLike(string fresh, byte[] content, FileStatus? model, FileStatus? like)
    {
        try
        {
            _disk.Create(fresh, content, model ?? like);
        }
        catch (Exception problem) when (model is null && like is not null && DiskFaults.IsOne(problem) && DiskFaults.ForbidsReplacing(problem))
        {
            _disk.Create(fresh, content, like: null); // a new file may be ours, if it cannot be theirs
        }
    }

    private static string Fresh(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.orcastra-new");
}
