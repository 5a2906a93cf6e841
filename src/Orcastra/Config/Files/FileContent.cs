using System.Collections.Immutable;
using System.IO.Hashing;

namespace Orcastra.Config;

/// <summary>What was found where a file is expected.</summary>
/// <param name="Path">Where.</param>
/// <param name="Bytes">Its content; null if there is no file or it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null if it can, or if there is none.</param>
internal sealed record FileContent(string Path, byte[]? Bytes, string? Problem)
{
    /// <summary>In the place of a file that nobody has asked for.</summary>
    public static FileContent NotAsked { get; } = new("", null, null);

    /// <summary>True if nothing is there.</summary>
    public bool IsAbsent => Bytes is null && Problem is null;

    /// <summary>Reads a file, but no more of it than any file of ours can hold.</summary>
    public static FileContent Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var expected = stream.CanSeek ? stream.Length + 1 : long.MaxValue;
            var bytes = new byte[Math.Min(expected, YamlText.LongestBytes + 1)];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return new(path, bytes[..length], null);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(path, null, null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new(path, null, $"cannot be read: {problem.Message}");
        }
    }

    /// <summary>Equal for equal contents.</summary>
    public static string Fingerprint(ImmutableArray<FileContent> files)
    {
        var hash = new XxHash128();
        foreach (var file in files)
        {
            hash.Append(BitConverter.GetBytes(file.Bytes?.Length ?? -1));
            hash.Append(file.Bytes ?? System.Text.Encoding.UTF8.GetBytes(file.Problem ?? ""));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
