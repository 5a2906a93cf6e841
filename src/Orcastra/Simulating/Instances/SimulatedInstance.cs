using Orcastra.Cli;
using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Metrics;
using Orcastra.Simulator;
using Serilog.Core;

namespace Orcastra.Simulating;

/// <summary>
/// An Orcastra beside the engine of a simulated node, in the Swarm's own time: the controller that <c>run</c> has, its
/// ordinary client, and nothing in it that knows of the simulation. All of it goes on within events of the timeline, on the
/// thread that lets them happen, so the same seed gives the same run.
/// </summary>
internal sealed class SimulatedInstance : IDisposable
{
    private readonly SimulatedSwarm _swarm;
    private readonly Settings _settings;
    private readonly InstanceHooks _hooks;
    private readonly Func<int, bool> _isAlive;
    private Life? _life;

    /// <summary>Makes one that does not run yet.</summary>
    /// <param name="swarm">The Swarm.</param>
    /// <param name="node">The node beside whose engine it runs.</param>
    /// <param name="policy">What it is to keep.</param>
    /// <param name="settings">Its environment.</param>
    /// <param name="hooks">Who listens to it.</param>
    /// <param name="isAlive">True for a process of this node that is alive; every other process is dead unless told.</param>
    public SimulatedInstance(SimulatedSwarm swarm, SimulatedNode node, Policy policy, Settings settings, InstanceHooks? hooks = null, Func<int, bool>? isAlive = null)
    {
        (_swarm, Node, Policy, _settings, _hooks) = (swarm, node, policy, settings, hooks ?? new());
        _isAlive = isAlive ?? (process => IsRunning && process == ProcessId);
    }

    /// <summary>The node beside whose engine it runs.</summary>
    public SimulatedNode Node { get; }

    /// <summary>The policy in force; set it for what a reload of the files does, and <see cref="Wake"/> it.</summary>
    public Policy Policy { get; set; }

    /// <summary>The process it is, another one after each start; 0 before the first.</summary>
    public int ProcessId { get; private set; }

    /// <summary>True from its start until it has ended or was killed.</summary>
    public bool IsRunning => _life is { IsOver: false };

    /// <summary>What it did and why, since its last start.</summary>
    public Journal? Journal => _life?.Journal;

    /// <summary>How it ended: true if it left nothing half done, null if it runs, was killed, or has not been started.</summary>
    public bool? Ended { get; private set; }

    /// <summary>What ended it that should not have; null if nothing did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Starts it, unless it runs.</summary>
    public void Start()
    {
        if (IsRunning)
        {
            return;
        }

        _life?.Dispose();
        (ProcessId, Ended) = (ProcessId + 1, null);
        var life = _life = new(_swarm, Node, _settings, () => Policy, _hooks);
        WithoutContext.Do(() => Follow(life));
    }

    /// <summary>Ends it as <c>kill -9</c> does: at once, and nothing that it had in mind happens any more.</summary>
    public void Kill() => _life?.Dispose();

    /// <summary>Asks it to leave, as SIGTERM does; a second time, to leave now.</summary>
    public void Leave() => WithoutContext.Do(() => _life?.AskToLeave());

    /// <summary>Wakes its loop.</summary>
    public void Wake(string reason) => WithoutContext.Do(() => _life?.WakeUp(reason));

    /// <inheritdoc/>
    public void Dispose() => Kill();

    private async void Follow(Life life)
    {
        try
        {
            var isClean = await life.RunAsync(node => new Instance(node, Node.Name, ProcessId), HasEnded);
            Ended = isClean;
        }
        catch (Exception fault)
        {
            Fault = fault;
        }

        _swarm.Timeline.Witness();
        life.Dispose();
    }

    private bool HasEnded(Instance other) => other.Host == Node.Name && !_isAlive(other.ProcessId);

    /// <summary>One process of it.</summary>
    private sealed class Life : IDisposable
    {
        private readonly Mortality _mortality = new();
        private readonly DockerClient _docker;
        private readonly MortalTime _time;
        private readonly Logger _log;
        private readonly Departure _departure;
        private readonly Instruments _instruments = new(Product.Version);
        private readonly Wake _wake = new(goesOnInline: true);
        private readonly Controller _controller;

        public Life(SimulatedSwarm swarm, SimulatedNode node, Settings settings, Func<Policy> policy, InstanceHooks hooks)
        {
            _time = new(swarm.Timeline, _mortality);
            _log = InstanceLog.Create(node, swarm.Timeline, settings.Debug, _mortality, hooks.OnLine);
            _docker = new(
                DockerEndpoint.Parse($"tcp://{node.Name}:2375", false, null, null),
                _time,
                new() { HandlerFactory = () => new MortalHandler(hooks.Wrap(swarm.Handler(node)), _mortality, hooks.OnRequest) });
            _departure = new(_time);
            Journal = new(_log);
            _controller = new(new(_docker, settings, policy, _wake, _departure, _instruments, Journal, _time, _log) { Machines = hooks.Machines });
        }

        public bool IsOver => _mortality.IsDead;

        public Journal Journal { get; }

        public async Task<bool> RunAsync(Func<string, Instance> me, Func<Instance, bool> hasEnded)
        {
            var node = await Engine.NodeIdAsync(_docker, _controller.Health, _time, _log, _departure.Asked);
            return await _controller.RunAsync(me(node), (other, _) => Task.FromResult(other.NodeId == node && hasEnded(other)), endsWhenSettled: false);
        }

        public void AskToLeave()
        {
            if (!IsOver)
            {
                _departure.Ask();
                _wake.Up("asked to leave");
            }
        }

        public void WakeUp(string reason)
        {
            if (!IsOver)
            {
                _wake.Up(reason);
            }
        }

        // What it waits for never comes, so none of its code runs on.
        public void Dispose()
        {
            if (_mortality.Die())
            {
                _instruments.Dispose();
                _departure.Dispose();
                _log.Dispose();
            }
        }
    }
}
