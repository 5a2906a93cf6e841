using System.Net;
using System.Text.RegularExpressions;
using Orcastra.Rebooting;

namespace Orcastra.Config;

/// <summary>The types that only the environment has.</summary>
internal static partial class EnvironmentTypes
{
    /// <summary>A path; whether something is there is another question.</summary>
    public static ValueType<string> FilePath { get; } = new("path", "is no path", (text, out value) => !(value = text).Contains('\0', StringComparison.Ordinal));

    /// <summary>Set is true, whatever the text.</summary>
    public static ValueType<bool> Presence { get; } = new("set or not", "", (_, out value) => value = true);

    /// <summary>Part of a service's name.</summary>
    public static ValueType<string> Service { get; } = new(
        "name", "cannot be part of a service's name; use letters, digits, - and _", (text, out value) => Names.IsService(value = text));

    /// <summary>Start of a config object's name.</summary>
    public static ValueType<string> ConfigPrefix { get; } = new(
        "name", "cannot start a config's name; use up to 29 letters, digits, '.', '-' and '_'", (text, out value) => Names.IsConfigPrefix(value = text));

    /// <summary>An HTTP address.</summary>
    public static ValueType<string> Url { get; } = new(
        "URL",
        "is no http:// or https:// address",
        (text, out value) => Uri.TryCreate(value = text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");

    /// <summary>Five fields of a cron schedule; what stands in them is read by the scheduler.</summary>
    public static ValueType<string> Cron { get; } = new(
        "cron", "is no schedule of five fields; write e.g. 0 */4 * * *", (text, out value) => CronPattern().IsMatch(value = text));

    /// <summary>An API version.</summary>
    public static ValueType<string> ApiVersion { get; } = new(
        "version", "is no API version; write e.g. 1.41", (text, out value) => ApiPattern().IsMatch(value = text));

    /// <summary>A Docker host.</summary>
    public static ValueType<string> DockerHost { get; } = new(
        "URL", "is no Docker host; write e.g. unix:///var/run/docker.sock, tcp://192.0.2.10:2376 or ssh://user@host", ReadDockerHost);

    /// <summary>Where to listen; null is nowhere.</summary>
    public static ValueType<IPEndPoint?> Listen { get; } = new(
        "address:port or off", "is no address to listen on; write e.g. 127.0.0.1:6060, :6060 for all addresses, or off", ReadListen);

    /// <summary>A maintenance window.</summary>
    public static ValueType<MaintenanceWindow?> Window { get; } = new(
        "cron and duration", "is no maintenance window; write five cron fields and a duration, e.g. 0 3 * * 0 2h", MaintenanceWindow.TryRead);

    /// <summary>A time zone.</summary>
    public static ValueType<TimeZoneInfo> Zone { get; } = new(
        "time zone", "is no time zone that is known here; write e.g. Europe/Berlin, or install tzdata", ReadZone);

    private static bool ReadDockerHost(string text, out string value)
    {
        value = text;
        if (text.StartsWith("unix://", StringComparison.Ordinal))
        {
            return text.Length > "unix://".Length;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "tcp" or "http" or "https" or "ssh" && uri.Host.Length > 0;
    }

    private static bool ReadListen(string text, out IPEndPoint? value)
    {
        value = null;
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ValueTypes.Whole(0, IPEndPoint.MaxPort).TryRead(text[(colon + 1)..], out var port))
        {
            return false;
        }

        var address = text[..colon].Trim('[', ']') switch
        {
            "" or "*" => IPAddress.Any,
            "localhost" => IPAddress.Loopback,
            var host => IPAddress.TryParse(host, out var parsed) ? parsed : null,
        };
        value = address is null ? null : new(address, port);
        return value is not null;
    }

    private static bool ReadZone(string text, out TimeZoneInfo value)
    {
        var isKnown = TimeZoneInfo.TryFindSystemTimeZoneById(text.TrimStart(':'), out var found);
        value = found ?? TimeZoneInfo.Utc;
        return isKnown;
    }

    [GeneratedRegex(@"\A[0-9A-Za-z*,/?#-]+(\s+[0-9A-Za-z*,/?#-]+){4}\z")]
    private static partial Regex CronPattern();

    [GeneratedRegex(@"\A[0-9]{1,3}\.[0-9]{1,3}\z")]
    private static partial Regex ApiPattern();
}
