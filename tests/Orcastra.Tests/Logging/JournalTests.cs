using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Planning;
using Orcastra.Logging;

namespace Orcastra.Tests.Logging;

public sealed class JournalTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _console = new();
    private readonly Serilog.Core.Logger _log;

    public JournalTests() => _log = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, _console);

    public void Dispose()
    {
        _log.Dispose();
        _console.Dispose();
    }

    [Fact]
    public void An_entry_is_logged_with_what_why_and_outcome()
    {
        new Journal(_log).Record(Entry("gitea"));
        Assert.EndsWith(" INFO  label-sync  hand-off gitea: done (its anchor runs on node-b)\n", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_a_warning()
    {
        new Journal(_log).Record(Entry("gitea") with { IsFailure = true });
        Assert.Contains(" WARN  ", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_entries_are_kept_the_oldest_first()
    {
        var journal = new Journal(_log, capacity: 3);
        for (var i = 0; i < 5; i++)
        {
            journal.Record(Entry($"s{i}"));
        }

        Assert.Equal(["s2", "s3", "s4"], journal.Entries.Select(entry => entry.Subject));
    }

    [Fact]
    public void A_refusal_is_named_when_it_has_stood_a_moment_when_it_changes_and_when_it_is_gone()
    {
        var refusals = new RefusalLog(_log, _time);
        Assert.Empty(After(TimeSpan.Zero, refusals, Refuse("gitea", "no room on node-b")));
        Assert.EndsWith(" WARN  label-sync  gitea: not done: no room on node-b\n", After(RefusalLog.Patience, refusals, Refuse("gitea", "no room on node-b")), StringComparison.Ordinal);
        Assert.Empty(After(RefusalLog.Patience, refusals, Refuse("gitea", "no room on node-b")));
        Assert.Equal(1, refusals.Count);

        Assert.Empty(After(TimeSpan.Zero, refusals, Refuse("gitea", "port 80 is taken on node-b")));
        Assert.Contains("port 80", After(RefusalLog.Patience, refusals, Refuse("gitea", "port 80 is taken on node-b")), StringComparison.Ordinal);

        Assert.EndsWith(" INFO  label-sync  gitea: no longer refused\n", After(TimeSpan.Zero, refusals), StringComparison.Ordinal);
        Assert.Equal(0, refusals.Count);
        Assert.Empty(After(RefusalLog.Patience, refusals));
    }

    [Fact]
    public void What_only_waits_for_the_next_step_is_not_named()
    {
        var refusals = new RefusalLog(_log, _time);
        Assert.Empty(After(TimeSpan.Zero, refusals, Refuse("gitea", "its old task is still stopping")));
        Assert.Empty(After(RefusalLog.Patience / 2, refusals, Refuse("gitea", "its old task is still stopping")));
        Assert.Empty(After(RefusalLog.Patience, refusals));
    }

    [Fact]
    public void What_waits_for_longer_is_told_without_alarm_and_its_end_not_at_all()
    {
        var refusals = new RefusalLog(_log, _time);
        var waits = Refuse("gitea", "its old task is still stopping") with { IsWaiting = true };
        Assert.Empty(After(TimeSpan.Zero, refusals, waits));
        Assert.EndsWith(" INFO  label-sync  gitea: waits: its old task is still stopping\n", After(RefusalLog.Patience, refusals, waits), StringComparison.Ordinal);
        Assert.Empty(After(TimeSpan.Zero, refusals));
    }

    [Fact]
    public void A_run_that_ends_by_itself_tells_what_it_left_undone_however_short_it_was()
    {
        var refusals = new RefusalLog(_log, _time);
        Assert.Empty(After(TimeSpan.Zero, refusals, Refuse("gitea", "no such service")));
        refusals.TellTheRest();
        Assert.EndsWith(" WARN  label-sync  gitea: not done: no such service\n", Said(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_leaves_has_resolved_nothing_but_still_tells_what_it_waits_for()
    {
        var refusals = new RefusalLog(_log, _time);
        After(TimeSpan.Zero, refusals, Refuse("gitea", "no room"));
        After(RefusalLog.Patience, refusals, Refuse("gitea", "no room"));
        var waits = Refuse("redis", "its old task is still stopping") with { IsWaiting = true };
        refusals.Update([waits], areAll: false);
        _time.Advance(RefusalLog.Patience);
        refusals.Update([waits], areAll: false);
        Assert.EndsWith(" INFO  label-sync  redis: waits: its old task is still stopping\n", Said(), StringComparison.Ordinal);
        Assert.Equal(2, refusals.Count);
    }

    [Fact]
    public void Two_reasons_for_one_service_do_not_take_turns_in_the_log()
    {
        var refusals = new RefusalLog(_log, _time);
        After(TimeSpan.Zero, refusals, Refuse("gitea", "one"), Refuse("gitea", "two"));
        Assert.Contains("one; two", After(RefusalLog.Patience, refusals, Refuse("gitea", "one"), Refuse("gitea", "two")), StringComparison.Ordinal);
        Assert.Empty(After(RefusalLog.Patience, refusals, Refuse("gitea", "two"), Refuse("gitea", "one")));
    }

    private string After(TimeSpan wait, RefusalLog log, params Refusal[] refusals)
    {
        _time.Advance(wait);
        log.Update(refusals);
        return Said();
    }

    private static Refusal Refuse(string subject, string reason) => new(Runner.LabelSync, subject, reason);

    private static JournalEntry Entry(string subject) =>
        new(DateTimeOffset.UnixEpoch, Runner.LabelSync, "hand-off", subject, "its anchor runs on node-b", "done");

    private string Said()
    {
        var text = _console.ToString();
        _console.GetStringBuilder().Clear();
        return text;
    }
}
