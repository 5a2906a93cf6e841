using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Logging;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Logging;

public sealed class EndingLogTests : IDisposable
{
    private static readonly CommandRecord Asked = new("drain_node:a", "me@desk", Given.Noon) { BegunAt = Given.Noon };
    private static readonly Reboot Rebooting = new("id-a", Given.Noon, false, Availability.Active, "the maintenance window") { Stage = RebootStage.Sent };
    private static readonly Drain Draining = new("id-a", Given.Noon, false, Availability.Active, 3, 1, Given.Noon);

    private readonly StringWriter _console = new();
    private readonly Serilog.Core.Logger _logger;

    public EndingLogTests() => _logger = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, _console);

    public void Dispose()
    {
        _logger.Dispose();
        _console.Dispose();
    }

    [Theory]
    [InlineData("done", "INFO")]
    [InlineData("refused", "WARN")]
    [InlineData("failed", "WARN")]
    public void A_command_s_end_is_told_once_whoever_waits_for_it(string outcome, string level)
    {
        var ended = Holding(Asked with { EndedAt = Given.Noon, Outcome = outcome, Says = "so it is" });
        Assert.EndsWith($" {level}  commands  drain_node:a (1 of me@desk): {outcome}: so it is\n", Said(Holding(Asked), ended));
        Assert.Empty(Said(ended, ended));
        Assert.Empty(Said(Holding(Asked), Holding(Asked with { Says = "0 of 3 services moved" })));
        Assert.Empty(Said(ended, Memory.Empty));
    }

    [Fact]
    public void What_is_refused_as_soon_as_it_is_seen_is_told_too() =>
        Assert.Contains("refused: no", Said(Memory.Empty, Holding(Asked with { BegunAt = null, EndedAt = Given.Noon, Outcome = "refused", Says = "no" })));

    [Fact]
    public void A_reboot_that_nobody_waits_for_fails_aloud()
    {
        var failed = Holding(Rebooting with { Stage = RebootStage.Failed, Reason = "it is not back" });
        Assert.EndsWith(" ERROR reboot  the reboot of a, asked for by the maintenance window, is given up: it is not back\n", Said(Holding(Rebooting), failed));
        Assert.Empty(Said(failed, failed));
        Assert.EndsWith(" INFO  reboot  a was rebooted, asked for by the maintenance window\n", Said(Holding(Rebooting), Holding(Rebooting with { Stage = RebootStage.Done })));
        Assert.Empty(Said(Holding(Rebooting), Holding(Rebooting with { Stage = RebootStage.Returning })));
    }

    [Fact]
    public void A_drain_that_fails_is_told()
    {
        var failed = Holding(Draining with { State = DrainState.Failed, Reason = "no progress" });
        Assert.EndsWith(" WARN  drain  a is not drained: no progress\n", Said(Holding(Draining), failed));
        Assert.Empty(Said(failed, failed));
    }

    private static Memory Holding(CommandRecord command) => Memory.Empty with { Commands = Memory.Empty.Commands.Add("1", command) };

    private static Memory Holding(Reboot reboot) => Memory.Empty with { Reboots = Memory.Empty.Reboots.Add(reboot.NodeId, reboot) };

    private static Memory Holding(Drain drain) => Memory.Empty with { Drains = Memory.Empty.Drains.Add(drain.NodeId, drain) };

    private string Said(Memory before, Memory after)
    {
        _console.GetStringBuilder().Clear();
        new EndingLog(_logger).Tell(before, after, new Cluster().Node("a").Snapshot);
        return _console.ToString();
    }
}
