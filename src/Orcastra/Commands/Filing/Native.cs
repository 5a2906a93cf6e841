using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Orcastra.Commands.Filing;

/// <summary>What .NET does not offer: owners and inodes of files, renaming that says why not, and true appending.</summary>
internal static class Native
{
    // The same on all processors that .NET runs on under Linux.
    private const int WriteOnly = 0x1;
    private const int AppendOnly = 0x400;
    private const int OfTheFileItself = 0x1000; // AT_EMPTY_PATH
    private const uint Basics = 0x7FF; // STATX_BASIC_STATS

    /// <summary>Who owns an open file, its mode, and what tells it from others.</summary>
    public static FileStatus StatusOf(SafeFileHandle file, string path)
    {
        Check(StatX(file, [0], OfTheFileItself, Basics, out var status), path);
        return status;
    }

    /// <summary>Gives a file to somebody.</summary>
    public static void GiveTo(SafeFileHandle file, string path, uint user, uint group) => Check(FChown(file, user, group), path);

    /// <summary>Sets the permissions of a file.</summary>
    public static void Permit(SafeFileHandle file, string path, UnixFileMode mode) => Check(FChMod(file, (uint)mode), path);

    /// <summary>Renames over what is there; never copies, as <see cref="File.Move(string, string, bool)"/> does.</summary>
    public static void Rename(string from, string to) => Check(RenameFile(Bytes(from), Bytes(to)), to);

    /// <summary>Makes the entries of a folder last.</summary>
    public static void SyncFolder(string path) => WithFile(path, 0, file => Check(FSync(file), path));

    /// <summary>Adds to the end of a file, wherever that is by then: .NET's own appending writes to where it was.</summary>
    public static void Append(string path, byte[] content) => WithFile(path, WriteOnly | AppendOnly, file =>
    {
        var written = 0;
        while (written < content.Length)
        {
            var count = Write(file, content[written..], content.Length - written);
            Check((int)Math.Min(count, 0), path);
            written += (int)count;
        }

        Check(FSync(file), path);
    });

    /// <summary>The user that this process acts as.</summary>
    public static uint Self() => GetEUid();

    private static void WithFile(string path, int flags, Action<int> work)
    {
        var file = OpenFile(Bytes(path), flags);
        Check(file, path);
        try
        {
            work(file);
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static void Check(int result, string path)
    {
        if (result < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
        }
    }

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int StatX(SafeFileHandle file, byte[] path, int flags, uint mask, out FileStatus status);

    [DllImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static extern int FChown(SafeFileHandle file, uint user, uint group);

    [DllImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static extern int FChMod(SafeFileHandle file, uint mode);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int RenameFile(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFile(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(int file, byte[] content, nint length);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEUid();
}
