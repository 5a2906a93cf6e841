using System.Text;

namespace Orcastra.Simulating;

/// <summary>Writes one line of a screen, never wider than it is.</summary>
/// <param name="width">How many signs fit.</param>
/// <param name="hasColour">True for colours.</param>
internal sealed class Pen(int width, bool hasColour)
{
    private readonly StringBuilder _line = new();

    /// <summary>How many signs it has so far.</summary>
    public int Column { get; private set; }

    /// <summary>How many signs still fit.</summary>
    public int Room => width - Column;

    /// <summary>Writes a text; what does not fit is cut off, and a sign tells so.</summary>
    public Pen Write(string text, string colour = "")
    {
        var shown = text.Length <= Room ? text : Room > 0 ? string.Concat(text.AsSpan(0, Room - 1), "…") : "";
        if (shown.Length == 0)
        {
            return this;
        }

        var isPainted = hasColour && colour.Length > 0;
        _line.Append(isPainted ? colour : "").Append(shown).Append(isPainted ? Paint.Reset : "");
        Column += shown.Length;
        return this;
    }

    /// <summary>Goes on at a column; at the next one if it is behind already.</summary>
    public Pen To(int column) => Write(new string(' ', Math.Max(1, column - Column)));

    /// <summary>Writes a text at the right end, if it fits.</summary>
    public Pen Right(string text, string colour = "") => text.Length < Room ? To(width - text.Length).Write(text, colour) : this;

    /// <inheritdoc/>
    public override string ToString() => _line.ToString();

    /// <summary>A text in lines of a width, broken between words.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
