namespace Orcastra.Simulating;

/// <summary>The escape sequences of colours that every terminal has, light on dark and dark on light.</summary>
internal static class Paint
{
    /// <summary>Back to normal.</summary>
    public const string Reset = "\e[0m";

    /// <summary>Of weight.</summary>
    public const string Bold = "\e[1m";

    /// <summary>Not quite there.</summary>
    public const string Faint = "\e[2m";

    /// <summary>Of less interest.</summary>
    public const string Grey = "\e[90m";

    /// <summary>Wrong.</summary>
    public const string Red = "\e[1;31m";

    /// <summary>As it should be.</summary>
    public const string Green = "\e[32m";

    /// <summary>Worth a look.</summary>
    public const string Yellow = "\e[33m";

    /// <summary>Orcastra's own.</summary>
    public const string Cyan = "\e[36m";
}
