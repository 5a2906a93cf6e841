using Orcastra.Cli;
using Orcastra.Core.Leading;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Metrics;
using Orcastra.Remembering;
using Serilog.Core;

namespace Orcastra.Tests.Simulator;

/// <summary>Orcastra itself, its loop and its watches as the program has them, in the time of a simulation.</summary>
internal sealed class Pilot : IDisposable
{
    private const int TimeLength = 20;

    private readonly Simulation _simulation;
    private readonly DockerClient _docker;
    private readonly StringWriter _said = new();
    private readonly Logger _log;
    private readonly Departure _departure;
    private readonly Instruments _instruments = new(Product.Version);
    private readonly CancellationTokenSource _background = new();
    private readonly Wake _wake = new(goesOnInline: true);
    private readonly Lease _lease;
    private readonly Task<bool> _loop;

    public Pilot(Simulation simulation, Policy policy, int node = 1, bool hasEvents = true)
    {
        (_simulation, Policy) = (simulation, policy);
        var time = simulation.Time;
        _docker = simulation.Client(node);
        _log = Logs.Create(new() { Verbose = true, Zone = TimeZoneInfo.Utc }, _said);
        _departure = new(time);
        var me = new Instance(simulation[node].NodeId, "here", Environment.ProcessId);
        _lease = new(new SwarmRecord(_docker, "orcastra-lease"), me, process => process == Environment.ProcessId, time);
        var memory = new SwarmRecord(_docker, "orcastra-memory");
        var own = new OwnWrites(time);
        var executor = new Executor(_docker, memory, _lease, new Journal(_log), own, time, _log);
        var watch = new TaskWatch(_docker, _wake, time, _log);
        var loop = new ControlLoop(
            new Pass(new Observer(_docker, memory, time), _lease, executor, time), () => Policy, new(IsDry: false, EndsWhenSettled: false), _wake,
            new(time, TimeSpan.FromSeconds(60)), watch, _departure, new LoopHealth(time, TimeSpan.FromMinutes(3)),
            new(_docker, _instruments, time, _log), time, _log);
        SynchronizationContext.SetSynchronizationContext(null); // or library code goes on on the thread pool
        _ = watch.RunAsync(_background.Token);
        _ = _lease.KeepAsync(() => true, _background.Token);
        _ = hasEvents ? new EventWatch(_docker, _wake, own, time, _log).RunAsync(_background.Token) : Task.CompletedTask;
        _loop = loop.RunAsync();
    }

    public Policy Policy { get; set; }

    public long Requests => _docker.Requests;

    /// <summary>All that it said; the times are not the simulation's, and so left out.</summary>
    public string Story => string.Join('\n', _said.ToString().Split('\n').Select(line => line.Length > TimeLength ? line[TimeLength..] : line));

    public bool IsRunning => !_loop.IsCompleted;

    /// <summary>Asks it to leave, and waits until it has.</summary>
    public bool Leave()
    {
        _departure.Ask();
        _wake.Up("asked to leave");
        return _simulation.Timeline.Run(_loop);
    }

    public void Dispose()
    {
        _background.Cancel();
        _departure.Ask();
        _departure.Ask();
        _simulation.Timeline.RunFor(TimeSpan.FromSeconds(1));
        _departure.Dispose();
        _background.Dispose();
        _instruments.Dispose();
        _log.Dispose();
    }
}
