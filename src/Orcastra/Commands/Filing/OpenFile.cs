using Microsoft.Win32.SafeHandles;

namespace Orcastra.Commands.Filing;

/// <summary>A file that is open for reading: it stays readable when another one takes its name.</summary>
/// <param name="handle">The open file.</param>
/// <param name="path">Its name when it was opened.</param>
internal sealed class OpenFile(SafeFileHandle handle, string path) : IDisposable
{
    /// <summary>What the system knows of it now.</summary>
    public FileStatus Status => Native.StatusOf(handle, path);

    /// <summary>What it holds from an offset on, but no more than a bit above what any file of ours may hold.</summary>
    public byte[] ReadFrom(long offset)
    {
        var content = new MemoryStream();
        var part = new byte[16 * 1024];
        while (content.Length <= 2 * Config.YamlText.LongestBytes && RandomAccess.Read(handle, part, offset) is > 0 and var count)
        {
            content.Write(part, 0, count);
            offset += count;
        }

        return content.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
