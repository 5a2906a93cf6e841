using Orcastra.Cli;
using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Metrics;
using Orcastra.Rebooting;
using Orcastra.Remembering;

namespace Orcastra.Loop;

/// <summary>What a controller works with: the same in a process of its own and in a simulation.</summary>
/// <param name="Docker">The engine.</param>
/// <param name="Settings">The environment.</param>
/// <param name="Policy">The policy in force.</param>
/// <param name="Wake">Wakes the loop.</param>
/// <param name="Departure">The way out.</param>
/// <param name="Instruments">The metrics.</param>
/// <param name="Journal">Where it records what it does.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">The log.</param>
internal sealed record ControllerParts(
    DockerClient Docker,
    Settings Settings,
    Func<Policy> Policy,
    Wake Wake,
    Departure Departure,
    Instruments Instruments,
    Journal Journal,
    TimeProvider Time,
    ILogger Log)
{
    /// <summary>The machines of the nodes.</summary>
    public IMachines Machines { get; init; } = new NoMachines();

    /// <summary>Told what is seen when this instance begins to act.</summary>
    public Action<Observation>? OnTakingOver { get; init; }

    /// <summary>Told of each complete pass.</summary>
    public Action<PassResult>? OnPass { get; init; }

    /// <summary>Given a way to ask whether this instance holds the lease, before the first pass.</summary>
    public Action<Func<CancellationToken, Task<bool>>>? OnLease { get; init; }

    /// <summary>True while something beside the loop is not settled yet, where the loop is to end once all is.</summary>
    public Func<bool> IsBusyBeside { get; init; } = () => false;
}

/// <summary>One instance, put together: the loop, what watches the Swarm for it, and its dealings with the lease.</summary>
internal sealed class Controller
{
    private readonly ControllerParts _parts;
    private readonly ILogger _log;
    private readonly TimeSpan _interval;

    /// <summary>Puts it together; nothing is asked of the engine yet.</summary>
    public Controller(ControllerParts parts)
    {
        _parts = parts;
        _log = parts.Log.For("loop");
        _interval = parts.Settings.PollingMode ? parts.Settings.RelabelTime : TimeSpan.FromHours(1);
        Health = new LoopHealth(parts.Time, (2 * _interval) + TimeSpan.FromMinutes(1));
    }

    /// <summary>Whether it does its work.</summary>
    public LoopHealth Health { get; }

    /// <summary>Runs until asked to leave, or until settled where that is wished.</summary>
    /// <param name="me">This instance.</param>
    /// <param name="hasEnded">True for another instance that is known for sure to have ended.</param>
    /// <param name="endsWhenSettled">End once there is nothing left to do.</param>
    /// <param name="others">What else runs beside the loop until it ends.</param>
    /// <returns>True if nothing was left half done and nothing broke.</returns>
    public async Task<bool> RunAsync(
        Instance me, Func<Instance, CancellationToken, Task<bool>> hasEnded, bool endsWhenSettled, params IEnumerable<Func<CancellationToken, Task>> others)
    {
        var (docker, time) = (_parts.Docker, _parts.Time);
        var own = new OwnWrites(time);
        var watch = new TaskWatch(docker, _parts.Wake, time, _log);
        var lease = new Lease(new SwarmRecord(docker, Engine.LeaseName(_parts.Settings)), me, hasEnded, time);
        _parts.OnLease?.Invoke(async stop => lease.IsHeld && await lease.IsStillHeldAsync(stop));
        using var background = new CancellationTokenSource();
        var work = new List<Func<CancellationToken, Task>>(others) { watch.RunAsync, stop => lease.KeepAsync(() => Health.Now().IsWell, stop) };
        if (_parts.Settings.EventMode)
        {
            work.Add(new EventWatch(docker, Engine.MemoryName(_parts.Settings), _parts.Wake, own, time, _log).RunAsync);
        }

        var guard = new Guard(_parts.Departure, _parts.Wake, _log);
        var watchers = work.Select(one => guard.RunAsync(one, background.Token)).ToList();
        bool isClean;
        try
        {
            isClean = await Loop(lease, own, watch, endsWhenSettled).RunAsync();
        }
        finally
        {
            // Not CancelAsync, which goes on on the thread pool: a simulation must go the same way again.
            background.Cancel();
            await LetGoAsync(lease);
        }

        return isClean & (await Task.WhenAll(watchers)).All(isWell => isWell);
    }

    private ControlLoop Loop(Lease lease, OwnWrites own, TaskWatch watch, bool endsWhenSettled)
    {
        var (docker, time) = (_parts.Docker, _parts.Time);
        var memory = new SwarmRecord(docker, Engine.MemoryName(_parts.Settings));
        var executor = new Executor(docker, memory, new KeptSpecs(docker, Engine.KeptStart(_parts.Settings)), lease, _parts.Journal, own, time, _log, _parts.Machines);
        var machines = new MachineWatch(_parts.Machines, now => _parts.Settings.MaintenanceWindow?.IsOpen(now, _parts.Settings.TimeZone) == true, _parts.Wake, time);
        return new(
            new Pass(new Observer(docker, memory, time), lease, executor, time, _log, _parts.OnTakingOver, machines),
            _parts.Policy,
            new(_parts.Settings.DryRun, endsWhenSettled) { IsBusyBeside = _parts.IsBusyBeside, OnPass = _parts.OnPass },
            _parts.Wake,
            new(time, _interval),
            watch,
            _parts.Departure,
            Health,
            new(docker, _parts.Instruments, time, _parts.Log),
            time,
            _log);
    }

    private async Task LetGoAsync(Lease lease)
    {
        if (_parts.Settings.DryRun)
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1.5), _parts.Time);
            await lease.LetGoAsync(patience.Token);
        }
        catch (Exception fault) when (fault is DockerException or OperationCanceledException)
        {
            _log.Debug("the lease could not be let go: {Message:l}", fault.Message);
        }
    }
}
