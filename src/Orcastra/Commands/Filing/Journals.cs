using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Orcastra.Commands.Filing;

/// <summary>What a file held and what it is to hold, written down before it is written over.</summary>
/// <param name="Before">What it held.</param>
/// <param name="After">What it is to hold.</param>
internal sealed record Intent(byte[] Before, byte[] After)
{
    private const string Title = "orcastra journal 1";

    /// <summary>As bytes, with a checksum in the first line.</summary>
    public byte[] Encode()
    {
        byte[] body = [.. Before, .. After];
        return [.. Encoding.ASCII.GetBytes($"{Title} {Before.Length} {After.Length} {Hash(body)}\n"), .. body];
    }

    /// <summary>Reads it back; null if it is not complete.</summary>
    public static Intent? Decode(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        var body = bytes[(end + 1)..];
        var words = Encoding.ASCII.GetString(bytes, 0, Math.Max(end, 0)).Split(' ');
        return words is [_, _, _, var before, _, var hash]
            && hash == Hash(body)
            && int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= body.Length
                ? new(body[..length], body[length..])
                : null;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(XxHash128.Hash(bytes));
}

/// <summary>
/// Keeps the intent for a file beside it or, where that folder may not be written to, in the system's folder for temporary
/// files. There anybody may put one for us to find, so only what belongs to our own user counts.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="shared">The system's folder for temporary files.</param>
internal sealed class Journals(Disk disk, string shared)
{
    /// <summary>Writes an intent down for good; an earlier one for the same file is replaced.</summary>
    public void Keep(string path, Intent intent)
    {
        var bytes = intent.Encode();
        try
        {
            Keep(Beside(path), bytes);
        }
        catch (Exception problem) when (DiskFaults.IsOne(problem) && DiskFaults.ForbidsReplacing(problem))
        {
            Keep(Shared(path), bytes);
        }
    }

    /// <summary>The intent for a file; null if there is none.</summary>
    public Intent? Find(string path) => Find(Beside(path), isShared: false) ?? Find(Shared(path), isShared: true);

    /// <summary>The intent for a file is carried out.</summary>
    public void Drop(string path)
    {
        foreach (var place in (string[])[Beside(path), Shared(path)])
        {
            using var file = disk.Open(place);
            if (file is not null && file.Status.User == Native.Self())
            {
                disk.Delete(place);
            }
        }
    }

    private void Keep(string place, byte[] bytes)
    {
        var fresh = place + ".new";
        disk.Create(fresh, bytes, like: null);
        disk.Rename(fresh, place);
        disk.SyncFolderOf(place);
    }

    private Intent? Find(string place, bool isShared)
    {
        using var file = disk.Open(place);
        return file is null || (isShared && file.Status.User != Native.Self()) ? null : Intent.Decode(file.ReadFrom(0));
    }

    private static string Beside(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.orcastra-journal");

    private string Shared(string path) => Path.Combine(shared, $"orcastra-{Convert.ToHexString(XxHash128.Hash(Encoding.UTF8.GetBytes(path)))}.journal");
}
