using System.Runtime.InteropServices;

namespace Orcastra.Commands.Filing;

/// <summary>What the system knows of a file: of Linux' <c>struct statx</c>, which is the same on all processors, what is asked for here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly record struct FileStatus
{
    private const int Permissions = 0xFFF;

    /// <summary>The user it belongs to.</summary>
    [field: FieldOffset(20)]
    public uint User { get; init; }

    /// <summary>The group it belongs to.</summary>
    [field: FieldOffset(24)]
    public uint Group { get; init; }

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode => (UnixFileMode)(TypeAndMode & Permissions);

    /// <summary>Differs where the content may differ: another file, another length, or written to since.</summary>
    public (ulong Device, ulong Inode, ulong Size, FileTime Modified, FileTime Changed) Mark => (Device, Inode, Size, Modified, Changed);

    [field: FieldOffset(28)]
    private ushort TypeAndMode { get; init; }

    [field: FieldOffset(32)]
    private ulong Inode { get; init; }

    [field: FieldOffset(40)]
    private ulong Size { get; init; }

    [field: FieldOffset(96)]
    private FileTime Changed { get; init; }

    [field: FieldOffset(112)]
    private FileTime Modified { get; init; }

    [field: FieldOffset(136)]
    private ulong Device { get; init; }

    /// <summary>True if both are the same file, whoever wrote to it.</summary>
    public bool IsSameFile(FileStatus other) => (Device, Inode) == (other.Device, other.Inode);
}

/// <summary>A time of a file, as Linux tells it.</summary>
/// <param name="Seconds">Since 1970.</param>
/// <param name="Nanoseconds">Of the second.</param>
internal readonly record struct FileTime(long Seconds, uint Nanoseconds);
