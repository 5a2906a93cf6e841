using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Orcastra.Logging;

/// <summary>Writes an event as one line: <c>2026-01-02 03:04:05 INFO  label-sync  message</c>.</summary>
/// <param name="zone">Zone of the timestamps, and of the times in messages.</param>
/// <param name="colour">True to colour levels.</param>
public sealed class TextFormatter(TimeZoneInfo zone, bool colour) : ITextFormatter
{
    private const string Reset = "\e[0m";

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var at = TimeZoneInfo.ConvertTime(logEvent.Timestamp, zone);
        var (level, paint) = Level(logEvent.Level);
        output.Write(at.ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture));
        output.Write(colour ? paint + level + Reset : level);
        output.Write(level.Length < 5 ? "  " : " ");
        if (logEvent.Properties.TryGetValue(Logs.Runner, out var runner) && runner is ScalarValue { Value: string name })
        {
            output.Write(name + "  ");
        }

        OneLine.Write(output, ZoneTimes.Localize(Message(logEvent), zone, at));
        output.Write('\n');
        // Only a fault of ours ends the program with Fatal, and then its stack is worth more than the one line.
        if (logEvent is { Level: LogEventLevel.Fatal, Exception: { StackTrace: { } stack } })
        {
            output.WriteLine(stack);
        }
    }

    private static string Message(LogEvent logEvent)
    {
        var message = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        return logEvent.Exception is { } fault ? $"{message}: {fault.Message} ({fault.GetType().Name})" : message;
    }

    private static (string Name, string Paint) Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => ("DEBUG", "\e[2m"),
        LogEventLevel.Information => ("INFO", "\e[32m"),
        LogEventLevel.Warning => ("WARN", "\e[33m"),
        LogEventLevel.Error => ("ERROR", "\e[31m"),
        _ => ("FATAL", "\e[1;31m"),
    };
}
