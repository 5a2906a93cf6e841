using System.Globalization;

namespace Orcastra.Logging;

/// <summary>
/// Keeps a text on one line. Names and errors come from the engine and from files: one with a line break or an escape
/// sequence in it could otherwise forge an entry or repaint the reader's terminal.
/// </summary>
public static class OneLine
{
    /// <summary>Writes the text with control characters spelt out.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            switch (character)
            {
                case '\n':
                    output.Write("\\n");
                    break;
                case '\r':
                    output.Write("\\r");
                    break;
                case '\t':
                    output.Write(' ');
                    break;
                case var control when char.IsControl(control) || control is '\u2028' or '\u2029':
                    output.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"));
                    break;
                default:
                    output.Write(character);
                    break;
            }
        }
    }
}
