using System.Globalization;

namespace Orcastra.Config;

/// <summary>Reads a text; false if it does not fit.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
internal delegate bool TryRead<T>(string text, out T value);

/// <summary>How a text, from the environment or from a file, becomes a value.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="Word">The type in one word or two, for tables.</param>
/// <param name="Complaint">What is wrong with a text that does not fit, and what to write.</param>
/// <param name="TryRead">Reads it.</param>
internal sealed record ValueType<T>(string Word, string Complaint, TryRead<T> TryRead);

/// <summary>The types that files and environment share.</summary>
internal static class ValueTypes
{
    /// <summary>Timers hold 49 days at most; what is waited for must stay below.</summary>
    private const double LongestSeconds = 4_000_000;

    /// <summary>true/false/1/0/yes/no/on/off in any case.</summary>
    public static ValueType<bool> Bool { get; } = new("true or false", "is neither true nor false; write true, false, yes, no, on, off, 1 or 0", ReadBool);

    /// <summary>A number of seconds greater than 0.</summary>
    public static ValueType<TimeSpan> Seconds { get; } = Duration("seconds", 1, 60);

    /// <summary>A number of minutes greater than 0.</summary>
    public static ValueType<TimeSpan> Minutes { get; } = Duration("minutes", 60, 10);

    /// <summary>A number of seconds; 0 is one.</summary>
    public static ValueType<TimeSpan> SecondsOrZero { get; } = new(
        "seconds", $"is no number of seconds from 0 to {LongestSeconds}; write e.g. 10", (text, out value) => ReadDuration(text, 1, true, out value));

    /// <summary>Any text.</summary>
    public static ValueType<string> Text { get; } = new("text", "is empty; write something, or remove the line", (text, out value) => (value = text).Length > 0);

    /// <summary>A whole number.</summary>
    public static ValueType<int> Whole(int from, int to) => new(
        "number",
        $"is no whole number from {from} to {to}",
        (text, out value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= from && value <= to);

    /// <summary>One of some words, in any case.</summary>
    public static ValueType<T> OneOf<T>(params (string Word, T Value)[] words) => new(
        string.Join(" or ", words.Select(one => one.Word)),
        $"is not known; write {string.Join(" or ", words.Select(one => one.Word))}",
        (text, out value) =>
        {
            var found = Array.FindIndex(words, one => one.Word.Equals(text, StringComparison.OrdinalIgnoreCase));
            value = words[Math.Max(found, 0)].Value;
            return found >= 0;
        });

    private static ValueType<TimeSpan> Duration(string unit, int seconds, int example) => new(
        unit,
        $"is no number of {unit}; write e.g. {example} (greater than 0, at most {Math.Floor(LongestSeconds / seconds)})",
        (text, out value) => ReadDuration(text, seconds, false, out value));

    private static bool ReadDuration(string text, int unit, bool zero, out TimeSpan value)
    {
        var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var fits = isNumber && number * unit <= LongestSeconds && (number * unit >= 0.001 || (zero && number == 0));
        value = fits ? TimeSpan.FromSeconds(number * unit) : default;
        return fits;
    }

    private static bool ReadBool(string text, out bool value)
    {
        value = text.ToUpperInvariant() is "TRUE" or "1" or "YES" or "ON";
        return value || text.ToUpperInvariant() is "FALSE" or "0" or "NO" or "OFF";
    }
}
