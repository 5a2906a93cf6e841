using Orcastra.Logging;
using Serilog.Events;
using Serilog.Parsing;

namespace Orcastra.Tests.Logging;

public sealed class ZoneTimesTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DateTimeOffset Evening = new(2026, 7, 2, 21, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("the next is due at 21:31:00 UTC", "the next is due at 23:31:00")]
    [InlineData("told to at 00:10:05 UTC, may take 10 s", "told to at 02:10:05, may take 10 s")]
    [InlineData("from 21:00:00 UTC to 22:00:00 UTC", "from 23:00:00 to 00:00:00")]
    [InlineData("as of 2026-07-02 21:00:00 UTC", "as of 2026-07-02 21:00:00 UTC")]
    [InlineData("99:00:00 UTC", "99:00:00 UTC")]
    [InlineData("in the zone UTC", "in the zone UTC")]
    public void Times_in_a_text_become_those_of_the_zone(string text, string expected) =>
        Assert.Equal(expected, ZoneTimes.Localize(text, Berlin, Evening));

    [Fact]
    public void In_UTC_the_text_stays_as_it_is() =>
        Assert.Equal("due at 21:31:00 UTC", ZoneTimes.Localize("due at 21:31:00 UTC", TimeZoneInfo.Utc, Evening));

    [Fact]
    public void What_is_due_after_the_clocks_change_has_the_time_of_then()
    {
        var before = new DateTimeOffset(2026, 10, 25, 0, 50, 0, TimeSpan.Zero);
        Assert.Equal("02:59:00 or 02:10:00", ZoneTimes.Localize("00:59:00 UTC or 01:10:00 UTC", Berlin, before));
    }

    [Fact]
    public void The_log_shows_stamps_and_times_in_messages_in_one_zone()
    {
        using var output = new StringWriter();
        new TextFormatter(Berlin, false).Format(new LogEvent(Evening, LogEventLevel.Information, null, new MessageTemplate([new TextToken("due at 21:31:00 UTC")]), []), output);
        Assert.Equal("2026-07-02 23:30:00 INFO  due at 23:31:00\n", output.ToString());
    }
}
