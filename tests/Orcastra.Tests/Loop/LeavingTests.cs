using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Leading;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Metrics;
using Orcastra.Remembering;
using Orcastra.Tests.Cli;

namespace Orcastra.Tests.Loop;

/// <summary>A gate stands, as its old task still stops; then the loop is asked to leave.</summary>
public sealed class LeavingTests : IDisposable
{
    private const string NoLeader = "The swarm does not have a leader.";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse(SwarmJson.Then, System.Globalization.CultureInfo.InvariantCulture));
    private readonly FakeSwarm _swarm = new();
    private readonly Serilog.Core.Logger _log = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, TextWriter.Null);
    private readonly Departure _departure;

    public LeavingTests()
    {
        _departure = new(_time);
        _swarm.Nodes.Add(SwarmJson.Node("node-a"));
        _swarm.Services.Add(SwarmJson.Service("web", constraints: [Trace.GateConstraint("x-1", 1)], labels: [(Trace.Mark, "x-1")]));
        _swarm.Tasks.Add(SwarmJson.Task("web", "node-a"));
        _swarm.Tasks[0]["DesiredState"] = "shutdown";
    }

    public void Dispose()
    {
        _departure.Dispose();
        _swarm.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_look_that_fails_does_not_mean_that_nothing_is_under_way()
    {
        var (isClean, took) = await LeaveAsync(() => _swarm.Trouble = NoLeader);

        Assert.False(isClean);
        Assert.True(took >= Departure.Patience, $"it left after {took}");
    }

    [Fact]
    public async Task What_is_under_way_is_ended_once_the_Swarm_answers_again()
    {
        var (isClean, took) = await LeaveAsync(
            () => _swarm.Trouble = NoLeader,
            () =>
            {
                _swarm.Trouble = null;
                _swarm.Tasks[0]["Status"]!["State"] = "shutdown";
            });

        Assert.True(isClean);
        Assert.True(took < Departure.Patience, $"it left after {took}");
        Assert.DoesNotContain("orcastra", _swarm.Services[0].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nothing_under_way_nobody_is_waited_for()
    {
        _swarm.Services.Clear();
        _swarm.Tasks.Clear();

        var (isClean, took) = await LeaveAsync(() => _swarm.Trouble = NoLeader);

        Assert.True(isClean);
        Assert.True(took < TimeSpan.FromSeconds(3), $"it left after {took}");
    }

    [Fact]
    public async Task Before_the_first_look_nobody_knows_whether_a_gate_stands()
    {
        using var rehearsal = new Rehearsal();
        rehearsal.ShutGate();
        rehearsal.Swarm.Trouble = NoLeader;
        var run = rehearsal.Run();
        rehearsal.Pass(1);

        rehearsal.Leave();
        rehearsal.Pass(3);
        Assert.False(run.IsCompleted);
        rehearsal.Pass(6);

        Assert.True(run.IsCompleted);
        Assert.False(await run);
    }

    [Fact]
    public async Task A_plan_that_breaks_off_after_its_first_write_has_left_a_gate()
    {
        using var rehearsal = new Rehearsal { Policy = () => Rehearsal.Following("web", "cache") };
        var swarm = rehearsal.Swarm;
        swarm.Services.AddRange([SwarmJson.Service("db"), SwarmJson.Service("web"), SwarmJson.Service("cache")]);
        swarm.Tasks.AddRange([SwarmJson.Task("db", "node-a"), SwarmJson.Task("web", "node-b"), SwarmJson.Task("cache", "node-b")]);
        var isCutOff = false;
        swarm.OnRequest = (request, _) =>
        {
            var isLast = !isCutOff && request.StartsWith("POST /services/", StringComparison.Ordinal);
            if (isLast)
            {
                rehearsal.Departure.Ask();
            }

            var refuses = isCutOff ? NoLeader : null;
            isCutOff |= isLast;
            return refuses;
        };

        var run = rehearsal.Run();
        rehearsal.Pass(20);

        Assert.True(run.IsCompleted);
        Assert.False(await run, rehearsal.Story);
    }

    [Fact]
    public async Task Who_only_rehearses_leaves_nothing_behind()
    {
        using var rehearsal = new Rehearsal { Settings = Orcastra.Config.Settings.Default with { DryRun = true } };
        rehearsal.ShutGate();
        var run = rehearsal.Run();
        rehearsal.Pass(1);

        rehearsal.Leave();
        rehearsal.Pass(1);

        Assert.True(run.IsCompleted);
        Assert.True(await run);
    }

    // Asked to leave after some looks, just as the first of these happens; the others follow 2 s later each.
    private async Task<(bool IsClean, TimeSpan Took)> LeaveAsync(params Action[] events)
    {
        await using var docker = new DockerClient(DockerEndpoint.Parse(null, false, null, null), _time, new() { HandlerFactory = () => new Lent(_swarm), RequestTimeout = TimeSpan.FromDays(1), ReadRetries = 0 });
        using var instruments = new Instruments("0");
        var wake = new Wake();
        var lease = new Lease(new SwarmRecord(docker, "l"), new Instance("id-node-a", "host", Environment.ProcessId), (_, _) => Task.FromResult(false), _time);
        var memory = new SwarmRecord(docker, "m");
        var executor = new Executor(docker, memory, new(docker, "p"), lease, new Journal(_log), new OwnWrites(_time), _time, _log);
        var loop = new ControlLoop(
            new Pass(new Observer(docker, memory, _time), lease, executor, _time), () => new Policy(), new(false, false), wake, new Tempo(_time, TimeSpan.FromSeconds(1)), null,
            _departure, new LoopHealth(_time, TimeSpan.FromHours(1)), new(docker, instruments, _time, _log), _time, _log);
        var run = Task.Run(loop.RunAsync, TestContext.Current.CancellationToken);
        await PassAsync(run, () => docker.Requests > 16);

        var began = _time.GetUtcNow();
        _departure.Ask();
        foreach (var happens in events)
        {
            lock (_swarm)
            {
                happens();
            }

            wake.Up("asked to leave");
            var until = _time.GetUtcNow().AddSeconds(2);
            await PassAsync(run, () => _time.GetUtcNow() >= until);
        }

        await PassAsync(run, () => false);
        return (await run, _time.GetUtcNow() - began);
    }

    private async Task PassAsync(Task run, Func<bool> isOver)
    {
        while (!run.IsCompleted && !isOver())
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
        }
    }
}
