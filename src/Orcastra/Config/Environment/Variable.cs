namespace Orcastra.Config;

/// <summary>One environment variable: a row of the table that parsing, <c>--help</c> and the documentation come from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds, in a word: the unit for durations.</param>
/// <param name="Default">What holds where it is not set; empty if nothing does.</param>
/// <param name="Meaning">What it is for, in one sentence.</param>
internal sealed record Variable(string Name, string Type, string Default, string Meaning)
{
    /// <summary>False for what is checked today and obeyed by a later version.</summary>
    public bool IsUsed { get; init; }

    /// <summary>True if its value is not to be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Reads a text into the settings; the complaint is null if it fits.</summary>
    public required Func<Settings, string, (Settings Settings, string? Complaint)> Read { get; init; }

    /// <summary>A row that sets something.</summary>
    public static Variable Of<T>(string name, ValueType<T> type, string fallback, string meaning, Func<Settings, T, Settings> set) =>
        new(name, type.Word, fallback, meaning)
        {
            IsUsed = true,
            Read = (settings, text) => type.TryRead(text, out var value) ? (set(settings, value), null) : (settings, type.Complaint),
        };

    /// <summary>A row that is only checked: a later version obeys it.</summary>
    public static Variable Later<T>(string name, ValueType<T> type, string fallback, string meaning, bool isSecret = false) =>
        Of(name, type, fallback, meaning, (settings, _) => settings) with { IsUsed = false, IsSecret = isSecret };
}
