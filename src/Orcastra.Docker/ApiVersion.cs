using System.Globalization;

namespace Orcastra.Docker;

/// <summary>A version of the Engine API.</summary>
/// <param name="Major">Has always been 1.</param>
/// <param name="Minor">What counts.</param>
public readonly record struct ApiVersion(int Major, int Minor) : IComparable<ApiVersion>
{
    /// <summary>Docker 20.10, the oldest that works.</summary>
    public static ApiVersion Oldest { get; } = new(1, 41);

    /// <summary>The newest that was known when this was written; newer ones are taken as they come.</summary>
    public static ApiVersion Newest { get; } = new(1, 55);

    /// <summary>Reads a version such as <c>1.41</c>.</summary>
    public static bool TryParse(string? text, out ApiVersion version)
    {
        version = default;
        if (text?.Split('.') is not [var major, var minor]
            || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second))
        {
            return false;
        }

        version = new(first, second);
        return true;
    }

    /// <summary>True if the left one is older.</summary>
    public static bool operator <(ApiVersion left, ApiVersion right) => left.CompareTo(right) < 0;

    /// <summary>True if the left one is newer.</summary>
    public static bool operator >(ApiVersion left, ApiVersion right) => left.CompareTo(right) > 0;

    /// <summary>True if the left one is not newer.</summary>
    public static bool operator <=(ApiVersion left, ApiVersion right) => left.CompareTo(right) <= 0;

    /// <summary>True if the left one is not older.</summary>
    public static bool operator >=(ApiVersion left, ApiVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(ApiVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
