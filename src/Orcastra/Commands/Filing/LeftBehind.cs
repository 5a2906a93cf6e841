namespace Orcastra.Commands.Filing;

/// <summary>
/// Files that were replaced while somebody may have had them open to append: for a while they are looked at again, and what
/// has been added to them is added to the file that took their name.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="time">The clock.</param>
internal sealed class LeftBehind(Disk disk, TimeProvider time)
{
    // A shell opens, writes and closes within milliseconds, unless the machine has other worries.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<Old> _files = [];

    /// <summary>Remembers a file that has just been replaced.</summary>
    /// <param name="path">The name that another file has now.</param>
    /// <param name="file">The file itself; disposed when nobody can be expected to write to it any more.</param>
    /// <param name="length">How much of it is known.</param>
    public void Keep(string path, OpenFile file, long length) => _files.Add(new(path, file, time.GetTimestamp()) { Length = length });

    /// <summary>Brings over what was appended.</summary>
    public void CatchUp()
    {
        foreach (var old in _files.ToList())
        {
            var late = old.File.ReadFrom(old.Length);
            if (late.Length > 0)
            {
                disk.Append(old.Path, late);
                old.Length += late.Length;
            }

            if (time.GetElapsedTime(old.Since) > Patience)
            {
                old.File.Dispose();
                _files.Remove(old);
            }
        }
    }

    private sealed record Old(string Path, OpenFile File, long Since)
    {
        public long Length { get; set; }
    }
}
