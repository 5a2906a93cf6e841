using System.Globalization;
using System.Text.RegularExpressions;

namespace Orcastra.Logging;

/// <summary>
/// Puts the times in a text into a zone. Plans are made without a clock and know no zone: they write <c>12:00:00 UTC</c>,
/// and whoever shows them to people makes of it what the clock on the reader's wall shows.
/// </summary>
public static partial class ZoneTimes
{
    private const string Mark = " UTC";

    /// <summary>The text with its times in the zone, without a mark there; in UTC as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="around">A moment less than half a day from those times.</param>
    public static string Localize(string text, TimeZoneInfo zone, DateTimeOffset around) =>
        IsUtc(zone) || !text.Contains(Mark, StringComparison.Ordinal)
            ? text
            : TimePattern().Replace(text, found => TimeZoneInfo.ConvertTime(Nearest(found.Groups[1].ValueSpan, around), zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture));

    /// <summary>A moment for people: date, time and zone.</summary>
    public static string Stamp(DateTimeOffset at, TimeZoneInfo zone) =>
        $"{TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} {(IsUtc(zone) ? "UTC" : TimeZoneInfo.ConvertTime(at, zone).ToString("zzz", CultureInfo.InvariantCulture))}";

    private static bool IsUtc(TimeZoneInfo zone) => zone is { SupportsDaylightSavingTime: false, BaseUtcOffset.Ticks: 0 };

    // The day of a time is the one that brings it nearest: what is due soon may be due tomorrow.
    private static DateTimeOffset Nearest(ReadOnlySpan<char> time, DateTimeOffset around)
    {
        var day = new DateTimeOffset(around.UtcDateTime.Date, TimeSpan.Zero);
        var at = day + TimeSpan.ParseExact(time, @"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return (at - around).TotalHours switch
        {
            > 12 => at.AddDays(-1),
            < -12 => at.AddDays(1),
            _ => at,
        };
    }

    [GeneratedRegex(@"(?<![\d:-] ?)\b((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d) UTC\b", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();
}
