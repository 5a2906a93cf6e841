namespace Orcastra.Commands.Filing;

/// <summary>All that the clerk does to files, one operation at a time, so that tests can end the world before any of them.</summary>
/// <param name="before">Told of each operation and its file before it is begun; what it throws is thrown.</param>
internal sealed class Disk(Action<string, string>? before = null)
{
    private const FileShare Anybody = FileShare.ReadWrite | FileShare.Delete;
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Action<string, string> _before = before ?? ((_, _) => { });

    /// <summary>Opens a file for reading; null if there is none.</summary>
    public OpenFile? Open(string path)
    {
        _before("open", path);
        try
        {
            return new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, Anybody), path);
        }
        catch (Exception problem) when (IsAbsence(problem))
        {
            return null;
        }
    }

    /// <summary>The content of a file; null if there is none.</summary>
    public byte[]? Read(string path)
    {
        using var file = Open(path);
        return file?.ReadFrom(0);
    }

    /// <summary>The file that a name leads to in the end: a link is to stay one.</summary>
    public string RealPath(string path)
    {
        _before("resolve", path);
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception problem) when (IsAbsence(problem))
        {
            return path;
        }
    }

    /// <summary>Writes a new file, whole and lasting.</summary>
    /// <param name="path">Its name; what has it is removed.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="like">Whose mode and owner it gets; null for one that only we may read.</param>
    public void Create(string path, byte[] content, FileStatus? like)
    {
        _before("create", path);
        File.Delete(path);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, Anybody);
        Native.Permit(file.SafeFileHandle, path, OnlyUs);
        file.Write(content.AsSpan(0, content.Length / 2));
        file.Flush();
        _before("create, half of it", path);
        file.Write(content.AsSpan(content.Length / 2));
        file.Flush(flushToDisk: true);
        if (like is { } model)
        {
            var own = Native.StatusOf(file.SafeFileHandle, path);
            if ((own.User, own.Group) != (model.User, model.Group))
            {
                Native.GiveTo(file.SafeFileHandle, path, model.User, model.Group);
            }

            Native.Permit(file.SafeFileHandle, path, model.Mode); // after the owner, whose change takes bits away
        }
    }

    /// <summary>Gives a file another's name, in one go.</summary>
    public void Rename(string from, string to)
    {
        _before("rename", to);
        Native.Rename(from, to);
    }

    /// <summary>Makes the names in a file's folder last, where the file system can: some network shares cannot, and all is done by then.</summary>
    public void SyncFolderOf(string path)
    {
        _before("sync folder", path);
        try
        {
            Native.SyncFolder(Path.GetDirectoryName(path)!);
        }
        catch (IOException)
        {
            // A power failure may bring the old name back; a process that dies does not.
        }
    }

    /// <summary>Adds to the end of a file.</summary>
    public void Append(string path, byte[] content)
    {
        _before("append", path);
        Native.Append(path, content);
    }

    /// <summary>Writes over the beginning of a file.</summary>
    public void Overwrite(string path, byte[] content)
    {
        _before("overwrite", path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, Anybody, bufferSize: 0);
        file.Write(content.AsSpan(0, content.Length / 2));
        _before("overwrite, half of it", path);
        file.Write(content.AsSpan(content.Length / 2));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Cuts a file off.</summary>
    public void Truncate(string path, long length)
    {
        _before("truncate", path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, Anybody, bufferSize: 0);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Removes a file, if it is there.</summary>
    public void Delete(string path)
    {
        _before("delete", path);
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then it is not there either.
        }
    }

    private static bool IsAbsence(Exception problem) => problem is FileNotFoundException or DirectoryNotFoundException;
}
