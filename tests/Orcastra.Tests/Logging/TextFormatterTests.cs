using Orcastra.Logging;
using Serilog.Events;
using Serilog.Parsing;

namespace Orcastra.Tests.Logging;

public sealed class TextFormatterTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void An_event_is_one_line_with_time_level_and_runner() =>
        Assert.Equal("2026-01-02 03:04:05 INFO  label-sync  moved gitea\n", Line(TimeZoneInfo.Utc, Event("moved gitea", runner: "label-sync")));

    [Fact]
    public void The_time_is_that_of_the_zone_summer_and_winter()
    {
        Assert.StartsWith("2026-01-02 04:04:05 ", Line(Berlin, Event("x")), StringComparison.Ordinal);
        Assert.StartsWith("2026-07-02 05:04:05 ", Line(Berlin, Event("x", at: new(2026, 7, 2, 3, 4, 5, TimeSpan.Zero))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogEventLevel.Debug, "DEBUG ")]
    [InlineData(LogEventLevel.Warning, "WARN  ")]
    [InlineData(LogEventLevel.Error, "ERROR ")]
    [InlineData(LogEventLevel.Fatal, "FATAL ")]
    public void Levels_are_padded_to_one_width(LogEventLevel level, string column) =>
        Assert.Equal($"2026-01-02 03:04:05 {column}x\n", Line(TimeZoneInfo.Utc, Event("x", level)));

    [Fact]
    public void A_name_with_line_breaks_or_escapes_cannot_forge_an_entry() =>
        Assert.Equal(
            "2026-01-02 03:04:05 INFO  a\\n2026 INFO b\\r\\u001b[2J\\u2028\n",
            Line(TimeZoneInfo.Utc, Event("a\n2026 INFO b\r\e[2J\u2028")));

    [Fact]
    public void A_fault_is_told_on_the_same_line() =>
        Assert.Equal(
            "2026-01-02 03:04:05 ERROR x: no\\nroute (IOException)\n",
            Line(TimeZoneInfo.Utc, Event("x", LogEventLevel.Error, fault: new IOException("no\nroute"))));

    [Fact]
    public void Colour_wraps_the_level_only() =>
        Assert.Equal("2026-01-02 03:04:05 \e[33mWARN\e[0m  x\n", Line(TimeZoneInfo.Utc, Event("x", LogEventLevel.Warning), colour: true));

    [Fact]
    public void Only_a_fatal_fault_shows_its_stack()
    {
        var fault = Thrown();
        Assert.Contains(nameof(Thrown), Line(TimeZoneInfo.Utc, Event("x", LogEventLevel.Fatal, fault: fault)), StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Thrown), Line(TimeZoneInfo.Utc, Event("x", LogEventLevel.Error, fault: fault)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, "", true)]
    [InlineData(true, "1", false)]
    [InlineData(false, null, false)]
    public void Colour_is_for_terminals_without_NO_COLOR(bool isTerminal, string? noColor, bool expected) =>
        Assert.Equal(expected, LogSettings.WantsColour(isTerminal, noColor));

    private static string Line(TimeZoneInfo zone, LogEvent logEvent, bool colour = false)
    {
        using var output = new StringWriter();
        new TextFormatter(zone, colour).Format(logEvent, output);
        return output.ToString();
    }

    private static LogEvent Event(
        string message, LogEventLevel level = LogEventLevel.Information, string? runner = null, DateTimeOffset? at = null, Exception? fault = null) => new(
        at ?? new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        level,
        fault,
        new MessageTemplate([new TextToken(message)]),
        runner is null ? [] : [new LogEventProperty(Logs.Runner, new ScalarValue(runner))]);

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("ours");
        }
        catch (InvalidOperationException fault)
        {
            return fault;
        }
    }
}
