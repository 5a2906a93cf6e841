using System.Diagnostics;

namespace Orcastra.Tests.Logging;

public sealed class TimeZoneTests
{
    /// <summary>Set in the child process that <see cref="The_zone_follows_TZ_though_globalization_is_invariant"/> starts.</summary>
    private const string Child = "ORCASTRA_TEST_EXPECTED_OFFSET";

    [Theory]
    [InlineData("America/St_Johns", "-03:30:00")]
    [InlineData(":Asia/Kathmandu", "05:45:00")]
    [InlineData("UTC", "00:00:00")]
    public async Task The_zone_follows_TZ_though_globalization_is_invariant(string zone, string offset)
    {
        // The zone is read once a process: only a process of its own can show it.
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-method", $"*.{nameof(In_a_child_process_the_local_zone_is_the_expected_one)}", "-noLogo"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["TZ"] = zone;
        start.Environment[Child] = offset;
        using var child = Process.Start(start)!;
        var said = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, said);
        Assert.Contains("Total: 1,", said, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_child_process_the_local_zone_is_the_expected_one()
    {
        var expected = Environment.GetEnvironmentVariable(Child);
        if (expected is not null)
        {
            Assert.Equal(expected, TimeZoneInfo.Local.GetUtcOffset(new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero)).ToString());
        }
    }
}
