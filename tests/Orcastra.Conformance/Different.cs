using System.Diagnostics.CodeAnalysis;

namespace Orcastra.Conformance;

/// <summary>A Swarm does something else than the fact says.</summary>
public sealed class Different(string message) : Exception(message)
{
    /// <summary>Says so unless it holds.</summary>
    public static void Unless([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds)
        {
            throw new Different(what);
        }
    }

    /// <summary>Says so unless both are the same.</summary>
    public static void UnlessEqual<T>(T expected, T seen, string what) =>
        Unless(EqualityComparer<T>.Default.Equals(expected, seen), $"{what} should be {expected}, but is {seen}");

    /// <summary>Says so unless the text has the part in it.</summary>
    public static void UnlessIn(string part, string text, string what) =>
        Unless(text.Contains(part, StringComparison.OrdinalIgnoreCase), $"{what} should say '{part}', but says: {text}");

    /// <summary>Says so unless the value lies between.</summary>
    public static void UnlessBetween(double least, double most, double seen, string what) =>
        Unless(seen >= least && seen <= most, FormattableString.Invariant($"{what} should be from {least} to {most}, but is {seen:0.00}"));
}
