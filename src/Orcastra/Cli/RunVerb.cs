using System.Runtime.InteropServices;
using Orcastra.Api;
using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Metrics;
using Orcastra.Remembering;

namespace Orcastra.Cli;

/// <summary><c>orcastra run</c>: puts the parts together and runs the loop until it is told to leave.</summary>
/// <param name="settings">The environment.</param>
/// <param name="first">The first load of the files, without errors.</param>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class RunVerb(Settings settings, ConfigResult first, ILogger log, TimeProvider time)
{
    private const int SigUsr1 = 10;

    /// <summary>Runs.</summary>
    /// <param name="endsWhenSettled">End once there is nothing left to do.</param>
    /// <returns>0 if nothing was left half done, else 1.</returns>
    public async Task<int> RunAsync(bool endsWhenSettled)
    {
        await using var docker = new DockerClient(Engine.EndpointOf(settings), time);
        using var departure = new Departure(time);
        using var instruments = new Instruments(Product.Version);
        var wake = new Wake();
        var holder = new PolicyHolder(first);
        var interval = settings.PollingMode ? settings.RelabelTime : TimeSpan.FromHours(1);
        var health = new LoopHealth(time, (2 * interval) + TimeSpan.FromMinutes(1));
        using var signals = Signals(wake, holder, departure);
        await using var surface = await ListenAsync(health, wake, instruments);
        log.For("loop").Information(
            "orcastra {Version:l} at {Engine:l}, {Surface:l}{Dry:l}",
            Product.Version,
            docker.Endpoint.Display,
            surface is null ? "no HTTP" : $"HTTP on {surface.Address}",
            settings.DryRun ? ", dry run: nothing is written" : "");
        var own = new OwnWrites(time);
        var watch = new TaskWatch(docker, wake, time, log.For("loop"));
        using var lease = await LeaseAsync(docker, departure.Asked);
        if (lease is null)
        {
            return 0;
        }

        var memory = new SwarmRecord(docker, Engine.MemoryName(settings));
        var executor = new Executor(docker, memory, lease, new Journal(log), own, time, log.For("loop"));
        var pass = new Pass(new Observer(docker, memory, time), lease, executor, time);
        var loop = new ControlLoop(
            pass, () => holder.Current, new(settings.DryRun, endsWhenSettled), wake, new(time, interval), watch, departure, health,
            new(docker, instruments, time, log), time, log);

        using var background = new CancellationTokenSource();
        var watchers = Watchers(docker, wake, own, watch, holder, instruments, background.Token);
        watchers.Add(lease.KeepAsync(() => health.Now().IsWell, background.Token));
        var isClean = await loop.RunAsync();
        await background.CancelAsync();
        await LetGoAsync(lease);
        await Task.WhenAll(watchers).ContinueWith(_ => { }, TaskScheduler.Default);
        if (!isClean)
        {
            log.For("loop").Warning("left with something under way; the next instance ends it");
        }

        return isClean ? 0 : 1;
    }

    // Null if it was asked to leave while it waited for the engine: nothing is begun then.
    private async Task<Lease?> LeaseAsync(DockerClient docker, CancellationToken leave)
    {
        try
        {
            var node = await Engine.NodeIdAsync(docker, time, log, leave);
            var me = new Instance(node, Environment.MachineName, Environment.ProcessId);
            return new(new SwarmRecord(docker, Engine.LeaseName(settings)), me, time);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task LetGoAsync(Lease lease)
    {
        if (settings.DryRun)
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1.5), time);
            await lease.LetGoAsync(patience.Token);
        }
        catch (Exception fault) when (fault is DockerException or OperationCanceledException)
        {
            log.For("loop").Debug("the lease could not be let go: {Message:l}", fault.Message);
        }
    }

    private List<Task> Watchers(
        DockerClient docker, Wake wake, OwnWrites own, TaskWatch watch, PolicyHolder holder, Instruments instruments, CancellationToken stop)
    {
        var watchers = new List<Task> { watch.RunAsync(stop), new ReloadWatch(settings, holder, wake, instruments, time, log.For("config")).RunAsync(first, stop) };
        if (settings.EventMode)
        {
            watchers.Add(new EventWatch(docker, wake, own, time, log.For("loop")).RunAsync(stop));
        }

        return watchers;
    }

    private SignalSet Signals(Wake wake, PolicyHolder holder, Departure departure) => new(
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Leave(context, departure, wake)),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Leave(context, departure, wake)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            log.For("config").Information("SIGHUP: {Answer:l}", holder.Confirm() ? "the held reload is in force" : "looks at once");
            wake.Up("SIGHUP");
        }),
        PosixSignalRegistration.Create((PosixSignal)SigUsr1, context =>
        {
            context.Cancel = true;
            wake.Up("SIGUSR1");
        }));

    private void Leave(PosixSignalContext context, Departure departure, Wake wake)
    {
        context.Cancel = true;
        log.For("loop").Information("asked to leave: ends what is begun, within {Seconds} s", Departure.Patience.TotalSeconds);
        departure.Ask();
        wake.Up("asked to leave");
    }

    private async Task<HttpSurface?> ListenAsync(LoopHealth health, Wake wake, Instruments instruments)
    {
        if (settings.Listen is not { } listen)
        {
            return null;
        }

        var routes = new Routes(health.Now, () => wake.Up("POST /sync"), instruments.Text, log);
        return await HttpSurface.StartAsync(new ListenAddress(listen.Address, listen.Port), routes, CancellationToken.None);
    }

    private sealed class SignalSet(params PosixSignalRegistration[] registrations) : IDisposable
    {
        public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());
    }
}
