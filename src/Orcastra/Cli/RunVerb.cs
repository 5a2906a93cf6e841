using System.Runtime.InteropServices;
using Orcastra.Api;
using Orcastra.Commands;
using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Docker;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Membership;
using Orcastra.Metrics;
using Orcastra.Rebooting;

namespace Orcastra.Cli;

/// <summary><c>orcastra run</c>: puts the parts together and runs the loop until it is told to leave.</summary>
/// <param name="settings">The environment.</param>
/// <param name="first">The first load of the files, without errors.</param>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class RunVerb(Settings settings, ConfigResult first, ILogger log, TimeProvider time)
{
    private const int SigUsr1 = 10;

    private static readonly TimeSpan Lingering = TimeSpan.FromSeconds(5);

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
        var reloads = new ReloadWatch(settings, holder, wake, instruments, time, log.For("config"));
        var journal = new Journal(log);
        await using var engines = new EngineDirectory(docker, (endpoint, options) => new DockerClient(endpoint, time, options), settings);
        var bootstrap = new BootstrapRunner(new(engines, settings, () => holder.Current, journal, time, log));
        var commands = new CommandRunner(docker, settings, time, log);
        var controller = new Controller(new(docker, settings, () => holder.Current, wake, departure, instruments, journal, time, log)
        {
            Machines = new SshMachines(settings, () => holder.Current, time),
            OnTakingOver = reloads.Compare,
            OnPass = bootstrap.OnPass,
            OnLease = holds => (bootstrap.HoldsLease, commands.HoldsLease) = (holds, holds),
            IsBusyBeside = () => bootstrap.IsBusy,
        });
        using var signals = Signals(wake, holder, departure, commands.Wake);
        await using var surface = await ListenAsync(controller.Health, wake, instruments);
        log.For("loop").Information(
            "orcastra {Version:l} at {Engine:l}, {Surface:l}{Dry:l}",
            Product.Version,
            docker.Endpoint.Display,
            surface is null ? "no HTTP" : $"HTTP on {surface.Address}",
            settings.DryRun ? ", dry run: nothing is written" : "");

        // Both begin before there is a Swarm: the one makes it, the other sees that its owner has corrected the inventory.
        var guard = new Guard(departure, wake, log.For("loop"));
        using var background = new CancellationTokenSource();
        var beside = new (string Name, Func<CancellationToken, Task> Work)[]
        {
            ("bootstrap", bootstrap.RunAsync),
            ("commands", commands.RunAsync),
            ("config", stop => reloads.RunAsync(first, stop)),
            ("memory", stop => SpareMemory.AgainAndAgainAsync(time, SpareMemory.TryGiveBack, stop)),
        }.ToDictionary(part => part.Name, part => guard.RunAsync(part.Work, background.Token));
        var isClean = await MyselfAsync(docker, controller.Health, departure.Asked) is not { } me
            || await RunAsync(controller, me, new Endings(me, Processes.IsAlive, docker), endsWhenSettled);
        return isClean & await EndAsync(background, beside) ? 0 : 1;
    }

    // What runs beside the loop waits for engines that may never answer: it keeps nobody from leaving, nor uses up the time in
    // which Docker lets a container stop.
    private async Task<bool> EndAsync(CancellationTokenSource background, Dictionary<string, Task<bool>> beside)
    {
        var ended = Task.WhenAll(beside.Values);
        try
        {
            await Task.WhenAll(background.CancelAsync(), ended).WaitAsync(Lingering, time);
            return (await ended).All(isWell => isWell);
        }
        catch (TimeoutException)
        {
            var late = beside.Where(part => !part.Value.IsCompleted).Select(part => part.Key);
            log.For("loop").Warning("left although {Late:l} had not ended within {Seconds} s", string.Join(", ", late), Lingering.TotalSeconds);
            return false;
        }
    }

    private async Task<bool> RunAsync(Controller controller, Instance me, Endings endings, bool endsWhenSettled)
    {
        var isClean = await controller.RunAsync(me, endings.HasEndedAsync, endsWhenSettled);
        if (!isClean)
        {
            log.For("loop").Warning("left with something under way; the next instance ends it");
        }

        return isClean;
    }

    // Null if it was asked to leave while it waited for the engine: nothing is begun then.
    private async Task<Instance?> MyselfAsync(DockerClient docker, LoopHealth health, CancellationToken leave)
    {
        try
        {
            return await Whereabouts.OfThisAsync(docker, await Engine.NodeIdAsync(docker, health, time, log, leave), leave);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return null;
        }
    }

    private SignalSet Signals(Wake wake, PolicyHolder holder, Departure departure, Action readCommands) => new(
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
            readCommands();
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
