using System.Buffers;
using System.Text.Unicode;

namespace Orcastra.Config;

/// <summary>Turns the bytes of a file into text that a YAML parser may see.</summary>
internal static class YamlText
{
    /// <summary>A thousand nodes with twenty labels each fit in a tenth of it.</summary>
    public const int LongestBytes = 1 << 20;

    /// <summary>The text, or null if it cannot be text.</summary>
    public static string? Decode(string file, ReadOnlySpan<byte> bytes, Findings findings)
    {
        if (bytes.Length > LongestBytes)
        {
            findings.Error(new(file, 1, 1), $"the file is longer than {LongestBytes / 1024} KiB; this is not a file for Orcastra");
            return null;
        }

        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        var chars = new char[bytes.Length];
        if (Utf8.ToUtf16(bytes, chars, out var good, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            findings.Error(PlaceOf(file, chars.AsSpan(0, written)), $"byte 0x{bytes[good]:X2} is not UTF-8; save the file as UTF-8");
            return null;
        }

        var text = new string(chars, 0, written);
        var control = text.AsSpan().IndexOfAny(Forbidden);
        if (control >= 0)
        {
            findings.Error(PlaceOf(file, text.AsSpan(0, control)), $"control character U+{(int)text[control]:X4}; remove it (a damaged file?)");
            return null;
        }

        return text;
    }

    private static SearchValues<char> Forbidden { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n' or '\u0085'))]);

    private static Place PlaceOf(string file, ReadOnlySpan<char> before)
    {
        var line = 1 + before.Count('\n');
        var column = before.Length - before.LastIndexOf('\n');
        return new(file, line, column);
    }
}
