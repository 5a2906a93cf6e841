using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Logging;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Logging;

public sealed class HandOffLogTests : IDisposable
{
    private static readonly DateTimeOffset Begun = Given.Noon;

    private static readonly HandOff Ran = new(
        "web-1", Given.IdOf("web"), "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Begun, Begun.AddSeconds(0.2), Begun.AddSeconds(2), Begun.AddSeconds(3.1), null);

    private readonly StringWriter _console = new();
    private readonly Serilog.Core.Logger _logger;
    private readonly HandOffLog _log;

    public HandOffLogTests()
    {
        _logger = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, _console);
        _log = new(_logger.For(Runner.LabelSync));
    }

    private static ClusterSnapshot Snapshot => new Cluster().Node("a").Node("b").Service(Given.Spec("web"), "b").Snapshot;

    public void Dispose()
    {
        _logger.Dispose();
        _console.Dispose();
    }

    [Fact]
    public void A_move_that_is_over_is_told_with_its_time_and_what_of_it_went_to_the_stop() =>
        Assert.EndsWith(" INFO  label-sync  web moved from a to b in 3.1 s; 1.8 s of that waiting for its old task to stop\n", Said(Holding(Ran), Memory.Empty));

    [Fact]
    public void Without_a_wait_none_is_told() =>
        Assert.EndsWith(" web moved from a to b in 3.1 s\n", Said(Holding(Ran with { OpenedAt = Ran.GatedAt }), Memory.Empty));

    [Fact]
    public void A_gate_that_was_opened_anew_does_not_tell_how_long_the_stop_took()
    {
        var retargeted = Ran with { OpenedAt = Begun.AddSeconds(2.5) };
        Assert.Empty(Said(Holding(Ran), Holding(retargeted)));
        Assert.EndsWith(" web moved from a to b in 3.1 s\n", Said(Holding(retargeted), Memory.Empty));
    }

    [Fact]
    public void What_is_under_way_is_not_told() => Assert.Empty(Said(Holding(Ran with { RunningSince = null }), Holding(Ran)));

    [Fact]
    public void The_next_hand_off_of_a_service_ends_the_one_before() =>
        Assert.Contains(" web moved from a to b", Said(Holding(Ran), Holding(Ran with { Id = "web-2", RunningSince = null })));

    [Theory]
    [InlineData(true, " INFO  label-sync  web need not be moved or restarted any more\n")]
    [InlineData(false, " INFO  label-sync  web is left to Swarm: its hand-off ended before it ran behind the gate\n")]
    public void One_that_never_ran_behind_its_gate_is_not_called_a_move(bool wasBeforeItsFirstWrite, string line) =>
        Assert.EndsWith(line, Said(Holding(Ran with { GatedAt = wasBeforeItsFirstWrite ? null : Ran.GatedAt, RunningSince = null }), Memory.Empty));

    [Fact]
    public void A_restart_is_told_as_one() =>
        Assert.EndsWith(" INFO  label-sync  web restarted on b in 3.1 s\n", Said(Holding(Ran with { Purpose = HandOffPurpose.Restart, OpenedAt = Ran.GatedAt }), Memory.Empty));

    [Fact]
    public void One_that_turns_round_is_a_warning_once_and_its_end_is_told()
    {
        var back = Ran with { Undo = "task t failed on b (exit 1)", Epoch = 2, OpenedAt = null, RunningSince = null };
        var after = Counting(Holding(back), 1);
        Assert.EndsWith(" WARN  label-sync  web could not be moved to b: task t failed on b (exit 1); it goes back to a\n", Said(Holding(Ran), after));
        Assert.Empty(Said(after, after));
        Assert.EndsWith(" INFO  label-sync  web is back on b 3.1 s after it was to leave\n", Said(Counting(Holding(back with { RunningSince = Ran.RunningSince }), 1), Counting(Memory.Empty, 1)));
    }

    [Fact]
    public void An_attempt_that_failed_without_a_way_back_is_a_warning_too() =>
        Assert.EndsWith(" WARN  label-sync  web is not moved: attempt 2 failed: exit 1\n", Said(Counting(Holding(Ran), 1), Counting(Holding(Ran), 2)));

    [Fact]
    public void What_is_down_and_started_again_is_a_warning() =>
        Assert.EndsWith(
            " WARN  label-sync  web is down (exit 1): starts it again, attempt 1\n",
            Said(Memory.Empty, Counting(Holding(Ran with { Purpose = HandOffPurpose.Restart, Anchor = "", GatedAt = null, OpenedAt = null, RunningSince = null }), 1)));

    [Fact]
    public void Attempts_that_are_forgotten_are_not_told() => Assert.Empty(Said(Counting(Memory.Empty, 3), Memory.Empty));

    private string Said(Memory before, Memory after)
    {
        _console.GetStringBuilder().Clear();
        _log.Tell(before, after, Snapshot);
        return _console.ToString();
    }

    private static Memory Holding(HandOff handOff) => Memory.Empty with { HandOffs = Memory.Empty.HandOffs.SetItem(handOff.ServiceId, handOff) };

    private static Memory Counting(Memory memory, int count) =>
        memory with { Attempts = memory.Attempts.SetItem(Given.IdOf("web"), new(count, Begun.AddSeconds(count), Begun, "", "exit 1")) };
}
