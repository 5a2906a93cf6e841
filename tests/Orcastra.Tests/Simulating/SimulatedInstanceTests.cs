using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Simulating;
using Orcastra.Tests.Simulator;

namespace Orcastra.Tests.Simulating;

public sealed class SimulatedInstanceTests : IDisposable
{
    private readonly Simulation _simulation = new();
    private readonly List<InstanceLine> _lines = [];
    private readonly List<InstanceRequest> _requests = [];
    private readonly SimulatedInstance _instance;

    public SimulatedInstanceTests()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _instance = new(_simulation.Swarm, _simulation[1], Trace.Policy, Settings.Default, new() { OnLine = _lines.Add, OnRequest = _requests.Add });
        _simulation.Create("app_db", constraints: ["node.hostname == node2"]);
        _simulation.Create("app_web", "slowstop 3", constraints: ["node.hostname != node2"]);
        Until(() => _simulation.Up("app_web").Length > 0);
        _simulation.Pass(6);
    }

    public void Dispose()
    {
        _instance.Dispose();
        _simulation.Dispose();
    }

    [Fact]
    public void It_brings_a_dependent_to_its_anchor_and_tells_why()
    {
        _simulation.Constrain("app_web");
        _instance.Start();

        Until(() => _simulation.Up("app_web") == "node2");

        Assert.Contains(_instance.Journal!.Entries, entry => entry.Kind == "hand-off" && entry.Subject == "app_web");
        Assert.Contains(_lines, line => line.Text.Contains("app_db runs on node2", StringComparison.Ordinal));
        Assert.Equal(0, _simulation.Overlap("app_web"));
    }

    [Fact]
    public void A_move_that_is_over_is_told_in_one_line_with_its_time()
    {
        _simulation.Constrain("app_web");
        _instance.Start();

        Until(() => _lines.Exists(line => line.Text.Contains(" moved ", StringComparison.Ordinal)));

        Assert.Matches(@"^app_web moved from node[13] to node2 in \d\.\d s; \d\.\d s of that waiting for its old task to stop$", _lines.Single(line => line.Text.Contains(" moved ", StringComparison.Ordinal)).Text);
    }

    [Fact]
    public void That_it_acts_is_said_before_it_writes()
    {
        var writes = 0;
        using var instance = new SimulatedInstance(_simulation.Swarm, _simulation[1], Trace.Policy, Settings.Default, new()
        {
            OnLine = _lines.Add,
            OnRequest = request =>
            {
                var isWrite = request.Method == "POST" && !request.Body.Contains("orcastra-lease", StringComparison.Ordinal);
                Assert.True(!isWrite || _lines.Exists(line => line.Text.StartsWith("acts", StringComparison.Ordinal)), Story());
                writes += isWrite ? 1 : 0;
            },
        });
        instance.Start();

        Until(() => writes > 0);
    }

    [Fact]
    public void Killed_it_asks_for_nothing_more_and_says_nothing_more()
    {
        _simulation.Constrain("app_web");
        _instance.Start();
        Until(() => _requests.Exists(request => request.PathAndQuery.Contains("/update", StringComparison.Ordinal) && request.PathAndQuery.Contains("/services/", StringComparison.Ordinal)));

        _instance.Kill();
        var (requests, lines) = (_requests.Count, _lines.Count);
        _simulation.Pass(60);

        Assert.False(_instance.IsRunning);
        Assert.Equal((requests, lines), (_requests.Count, _lines.Count));
        Assert.Equal("", _simulation.Up("app_web"));
    }

    [Fact]
    public void Started_again_it_ends_what_was_begun()
    {
        Killed_it_asks_for_nothing_more_and_says_nothing_more();

        _instance.Start();

        Until(() => _simulation.Up("app_web") == "node2");
        Assert.Equal((2, true), (_instance.ProcessId, _instance.IsRunning));
    }

    [Fact]
    public void Asked_to_leave_it_ends_what_is_begun_and_lets_go()
    {
        _simulation.Constrain("app_web");
        _instance.Start();
        Until(() => _simulation.Up("app_web") == "");

        _instance.Leave();
        Until(() => !_instance.IsRunning);

        Assert.True(_instance.Ended, Story());
        Assert.Null(_instance.Fault);
        Assert.Equal("node2", _simulation.Up("app_web"));
        Assert.DoesNotContain("holder", _simulation.Get("/configs").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_of_two_acts_and_the_other_takes_over()
    {
        using var other = new SimulatedInstance(_simulation.Swarm, _simulation[2], Trace.Policy, Settings.Default, new() { OnLine = _lines.Add });
        _instance.Start();
        other.Start();
        _simulation.Pass(5);
        Assert.Empty(other.Journal!.Entries);

        _instance.Kill();
        _simulation.Constrain("app_web");
        Until(() => _simulation.Up("app_web") == "node2");

        Assert.NotEmpty(other.Journal.Entries);
    }

    [Fact]
    public void Its_own_writes_do_not_wake_it_but_those_of_others_do()
    {
        _instance.Start();
        _simulation.Pass(10);
        _lines.Clear();
        _instance.Policy = Labelling();
        _instance.Wake("files");
        _simulation.Pass(10);
        Assert.Contains(_lines, line => line.Text.StartsWith("set-node-label node2: zone=a", StringComparison.Ordinal));
        Assert.DoesNotContain(_lines, line => line.Text.Contains("node update", StringComparison.Ordinal));

        _simulation.Label(2, "mine", "1");
        _simulation.Pass(1);

        Assert.Single(_lines, line => line.Text == "looks again: node update");
    }

    private static Policy Labelling() =>
        new() { HasNodes = true, Nodes = [new("node2", "", ImmutableSortedDictionary<string, string>.Empty.Add("zone", "a"), "nodes.yml:1:1")] };

    private void Until(Func<bool> holds) => Assert.True(_simulation.Timeline.RunUntil(holds, TimeSpan.FromSeconds(60)), Story());

    private string Story() => string.Join('\n', _lines.Select(line => $"{line.At:HH:mm:ss.fff} {line.Node} {line.Level} {line.Text}"));
}
