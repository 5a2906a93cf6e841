using Orcastra.Rebooting;

namespace Orcastra.Tests.Rebooting;

/// <summary>When unattended reboots may begin.</summary>
public sealed class MaintenanceWindowTests
{
    [Theory]
    [InlineData("2026-03-01T03:00:00Z", true)]
    [InlineData("2026-03-01T04:59:59Z", true)]
    [InlineData("2026-03-01T05:00:00Z", false)]
    [InlineData("2026-03-01T02:59:59Z", false)]
    [InlineData("2026-03-02T03:30:00Z", false)]
    public void It_is_open_from_its_start_for_its_length(string now, bool isOpen)
    {
        Assert.True(MaintenanceWindow.TryRead("0 3 * * 0 2h", out var window));
        Assert.Equal(isOpen, window!.IsOpen(DateTimeOffset.Parse(now, null), TimeZoneInfo.Utc));
    }

    [Fact]
    public void Its_hours_are_those_of_the_zone()
    {
        Assert.True(MaintenanceWindow.TryRead("0 3 * * * 30m", out var window));
        Assert.True(window!.IsOpen(new(2026, 7, 1, 1, 10, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
    }

    [Theory]
    [InlineData("0 3 * * 0")]
    [InlineData("0 3 * * 0 2")]
    [InlineData("0 3 * * 0 0h")]
    [InlineData("0 3 * * 2h")]
    [InlineData("0 25 * * 0 2h")]
    [InlineData("2h")]
    [InlineData("* * * * * 999h")]
    public void Anything_else_is_no_window(string text) => Assert.False(MaintenanceWindow.TryRead(text, out _));
}
