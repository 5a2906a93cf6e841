using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Planning;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Loop;

public sealed class DryRunLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _console = new();
    private readonly Serilog.Core.Logger _logger;
    private readonly DryRunLog _log;

    public DryRunLogTests()
    {
        _logger = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, _console);
        _log = new(_logger, _time);
    }

    public void Dispose()
    {
        _logger.Dispose();
        _console.Dispose();
    }

    [Fact]
    public void Each_action_is_named_once_until_it_changes()
    {
        Assert.EndsWith(" INFO  label-sync  dry run, would do set-node-label a: db=true (db runs on a)\n", Said(Set("db", "true")));
        Assert.Empty(Said(Set("db", "true")));
        Assert.Single(Said(Set("db", "true"), Set("tier", "gold")).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("tier=gold", StringComparison.Ordinal));
        Assert.Contains("tier=iron", Said(Set("db", "true"), Set("tier", "iron")), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_comes_and_goes_is_not_named_each_time()
    {
        Said(Set("db", "true"));
        Assert.Empty(Said());
        Assert.Empty(Said(Set("db", "true")));
    }

    [Fact]
    public void One_that_comes_back_after_a_while_is_news()
    {
        Said(Set("db", "true"));
        _time.Advance(2 * DryRunLog.Patience);
        Assert.Empty(Said(Set("db", "true")));
        Said();
        _time.Advance(2 * DryRunLog.Patience);
        Said();
        Assert.NotEmpty(Said(Set("db", "true")));
    }

    private static SetNodeLabel Set(string key, string value) => new(Runner.LabelSync, "db runs on a", Given.Node("a"), key, value);

    private string Said(params PlannedAction[] actions)
    {
        _console.GetStringBuilder().Clear();
        _log.Update(actions);
        return _console.ToString();
    }
}
