using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace Orcastra.Rebooting;

/// <summary>When unattended reboots may begin: from each time of a schedule on, for so long.</summary>
/// <param name="Starts">The schedule.</param>
/// <param name="Length">How long it is open.</param>
internal sealed partial record MaintenanceWindow(CronExpression Starts, TimeSpan Length)
{
    /// <summary>Reads five cron fields and a duration, such as <c>0 3 * * 0 2h</c> or <c>30 22 * * 1-5 1h30m</c>.</summary>
    public static bool TryRead(string text, out MaintenanceWindow? window)
    {
        window = null;
        var space = text.TrimEnd().LastIndexOf(' ');
        if (space < 0 || Duration().Match(text[(space + 1)..].Trim()) is not { Success: true } duration)
        {
            return false;
        }

        var length = TimeSpan.FromHours(Number(duration.Groups["h"])) + TimeSpan.FromMinutes(Number(duration.Groups["m"]));
        if (length <= TimeSpan.Zero || length > TimeSpan.FromDays(7) || !CronExpression.TryParse(text[..space].Trim(), out var starts))
        {
            return false;
        }

        window = new(starts, length);
        return true;
    }

    /// <summary>True if it is open at that time.</summary>
    public bool IsOpen(DateTimeOffset now, TimeZoneInfo zone) => Starts.GetNextOccurrence(now - Length, zone) is { } start && start <= now;

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?=.)((?<h>[0-9]{1,3})h)?((?<m>[0-9]{1,4})m)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}
