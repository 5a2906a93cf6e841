namespace Orcastra.Logging;

/// <summary>For whom the log is written.</summary>
public enum LogFormat
{
    /// <summary>One line an event, for people.</summary>
    Text,

    /// <summary>One compact JSON object an event, for machines.</summary>
    Json,
}

/// <summary>How the log is written.</summary>
public sealed record LogSettings
{
    /// <summary>Where log files go unless told otherwise.</summary>
    public const string DefaultFolder = "/var/log/swarm-orchestration";

    /// <summary>For whom.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>True to write what only a search for a fault needs.</summary>
    public bool Verbose { get; init; }

    /// <summary>Folder of rolling files beside the console; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Zone of the timestamps for people; JSON is always in UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>True to colour the console's levels.</summary>
    public bool Colour { get; init; }

    /// <summary>Size at which a file is closed and the next begun.</summary>
    public long FileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Files kept, the one being written included.</summary>
    public int Files { get; init; } = 10;

    /// <summary>True if colour is wanted: on a terminal, unless <c>NO_COLOR</c> is set to anything.</summary>
    public static bool WantsColour(bool isTerminal, string? noColor) => isTerminal && string.IsNullOrEmpty(noColor);
}
