using System.Runtime.InteropServices;

namespace Orcastra.Commands.Filing;

/// <summary>What the system knows of a file, laid out as .NET's own native part does it, which hides the processor's layout.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FileStatus
{
    private const int Permissions = 0xFFF;

#pragma warning disable CS0169, CS0649, IDE0051, IDE0044 // written by the system; the order matters
    private readonly int _flags;
    private readonly int _mode;
    private readonly uint _user;
    private readonly uint _group;
    private readonly long _size;
    private readonly long _accessed;
    private readonly long _accessedNanoseconds;
    private readonly long _modified;
    private readonly long _modifiedNanoseconds;
    private readonly long _changed;
    private readonly long _changedNanoseconds;
    private readonly long _born;
    private readonly long _bornNanoseconds;
    private readonly long _device;
    private readonly long _itself;
    private readonly long _inode;
    private readonly uint _userFlags;
#pragma warning restore CS0169, CS0649, IDE0051, IDE0044

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode => (UnixFileMode)(_mode & Permissions);

    /// <summary>The user it belongs to.</summary>
    public uint User => _user;

    /// <summary>The group it belongs to.</summary>
    public uint Group => _group;

    /// <summary>Differs where the content may differ: another file, another length, or written to since.</summary>
    public (long Device, long Inode, long Size, long, long, long, long) Mark =>
        (_device, _inode, _size, _modified, _modifiedNanoseconds, _changed, _changedNanoseconds);

    /// <summary>True if both are the same file, whoever wrote to it.</summary>
    public bool IsSameFile(FileStatus other) => (_device, _inode) == (other._device, other._inode);
}
