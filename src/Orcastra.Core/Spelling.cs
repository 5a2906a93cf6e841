using System.Globalization;

namespace Orcastra.Core;

/// <summary>Finds the word that was probably meant, and the one that goes with a number.</summary>
public static class Spelling
{
    private const int LongestCompared = 64;

    /// <summary><c>; did you mean 'word'?</c>, or nothing if no word is near.</summary>
    public static string DidYouMean(string written, IEnumerable<string> words)
    {
        var nearest = Nearest(written, words);
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>A number and what there are so many of, such as "1 task" and "2 tasks".</summary>
    public static string Count(int number, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    /// <summary>The word with the fewest edits, if a third of its letters or more are right.</summary>
    public static string? Nearest(string written, IEnumerable<string> words)
    {
        if (written.Length is 0 or > LongestCompared)
        {
            return null;
        }

        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var word in words.Where(word => word.Length <= LongestCompared))
        {
            var edits = Distance(written.ToUpperInvariant(), word.ToUpperInvariant());
            if (edits < fewest && edits <= Math.Max(1, Math.Min(written.Length, word.Length) / 3))
            {
                (nearest, fewest) = (word, edits);
            }
        }

        return nearest;
    }

    /// <summary>Letters to add, remove, replace or swap with their neighbour.</summary>
    public static int Distance(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        var table = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Step(table, from, to, i, j);
            }
        }

        return table[from.Length, to.Length];
    }

    private static int Step(int[,] table, ReadOnlySpan<char> from, ReadOnlySpan<char> to, int i, int j)
    {
        var replaced = table[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
        var isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return isSwap ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
    }
}
