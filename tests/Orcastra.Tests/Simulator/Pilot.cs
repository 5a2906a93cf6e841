using Orcastra.Cli;
using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Metrics;
using Serilog.Core;

namespace Orcastra.Tests.Simulator;

/// <summary>Orcastra itself, put together as the program is, in the time of a simulation.</summary>
internal sealed class Pilot : IDisposable
{
    private const int TimeLength = 20;

    private readonly Simulation _simulation;
    private readonly DockerClient _docker;
    private readonly StringWriter _said = new();
    private readonly Logger _log;
    private readonly Departure _departure;
    private readonly Instruments _instruments = new(Product.Version);
    private readonly Wake _wake = new(goesOnInline: true);
    private readonly Task<bool> _running;

    public Pilot(Simulation simulation, Policy policy, int node = 1, Settings? settings = null)
    {
        (_simulation, Policy) = (simulation, policy);
        _docker = simulation.Client(node);
        _log = Logs.Create(new() { Verbose = true, Zone = TimeZoneInfo.Utc }, _said);
        _departure = new(simulation.Time);
        var controller = new Controller(new(
            _docker, settings ?? Settings.Default, () => Policy, _wake, _departure, _instruments, new Journal(_log), simulation.Time, _log));
        SynchronizationContext.SetSynchronizationContext(null); // or library code goes on on the thread pool
        _running = controller.RunAsync(new Instance(simulation[node].NodeId, $"host{node}", node), (_, _) => Task.FromResult(false), endsWhenSettled: false);
    }

    public Policy Policy { get; set; }

    public long Requests => _docker.Requests;

    /// <summary>All that it said; the times are not the simulation's, and so left out.</summary>
    public string Story => string.Join('\n', _said.ToString().Split('\n').Select(line => line.Length > TimeLength ? line[TimeLength..] : line));

    public bool IsRunning => !_running.IsCompleted;

    /// <summary>Asks it to leave, and waits until it has.</summary>
    /// <returns>True if nothing was left half done.</returns>
    public bool Leave()
    {
        _departure.Ask();
        _wake.Up("asked to leave");
        return _simulation.Timeline.Run(_running);
    }

    public void Dispose()
    {
        _departure.Ask();
        _departure.Ask();
        _wake.Up("asked to leave");
        _simulation.Timeline.RunUntil(() => _running.IsCompleted, TimeSpan.FromMinutes(1));
        _departure.Dispose();
        _instruments.Dispose();
        _log.Dispose();
    }
}
