using Orcastra.Config;
using Orcastra.Core.Policies;
using Orcastra.Simulating;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>A scenario while it is played: the Swarm, its user, the Orcastras in it, and all that goes wrong between them.</summary>
internal sealed class Stage : IDisposable
{
    private readonly Dictionary<int, SimulatedInstance> _instances = [];
    private readonly Dictionary<int, Wiretap> _taps = [];
    private readonly RunOptions _options;

    public Stage(FaultScenario scenario, RunOptions options)
    {
        (Scenario, _options, Policy) = (scenario, options, scenario.Policy);
        Timeline = new();
        Swarm = new(new() { Nodes = scenario.Nodes, Managers = scenario.Managers, Seed = scenario.Seed, Engine = scenario.Engine }, Timeline);
        User = new(this);
        Wire = new(this);
        Journal = new(this, options.Records);
        Watch = new(this, options.Laws());
        foreach (var number in scenario.Instances)
        {
            _instances[number] = Instance(number, SettingsOf(scenario, options));
        }
    }

    public FaultScenario Scenario { get; }

    public Timeline Timeline { get; }

    public SimulatedSwarm Swarm { get; }

    public Store Store => Swarm.Cluster.Store;

    public User User { get; }

    public Wire Wire { get; }

    public Watch Watch { get; }

    public RunJournal Journal { get; }

    /// <summary>How long all may take to be well again once faults stop.</summary>
    public TimeSpan Patience => _options.Patience;

    /// <summary>The policy in force.</summary>
    public Policy Policy { get; private set; }

    /// <summary>When the policy last changed; null if it never did.</summary>
    public DateTimeOffset? ReloadedAt { get; private set; }

    /// <summary>When the scenario began.</summary>
    public DateTimeOffset BeganAt { get; set; }

    public DateTimeOffset Now => Timeline.Now;

    /// <summary>When something last went wrong that concerns the whole Swarm.</summary>
    public DateTimeOffset DisturbedAt { get; private set; }

    /// <summary>When something last was done to a service, or happened to it, that is not Orcastra's doing.</summary>
    public Dictionary<string, DateTimeOffset> TouchedAt { get; } = new(StringComparer.Ordinal);

    /// <summary>How many writes all instances have sent.</summary>
    public int Writes { get; private set; }

    /// <summary>What goes wrong with reboots.</summary>
    public Mishap Mishap { get; set; }

    /// <summary>True once nothing of Orcastra may reach the Swarm any more.</summary>
    public bool IsMute { get; private set; }

    public IEnumerable<SimulatedInstance> Instances => _instances.Values;

    /// <summary>IDs of services that their owner has deployed anew in the end, as an update of them did not come to one.</summary>
    public HashSet<string> DeployedAnew { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that were asked to leave.</summary>
    public HashSet<int> Leaving { get; } = [];

    /// <summary>True if nothing is wrong now with machines, leader and instances.</summary>
    public bool IsCalm => Swarm.Leader is not null && Swarm.Nodes.All(node => node is { IsOn: true, IsCut: false, IsEngineUp: true }) && Instances.Any(instance => instance.IsRunning);

    public SimulatedNode Node(int number) => Swarm.Nodes[number - 1];

    public SimulatedInstance? Instance(int number) => _instances.GetValueOrDefault(number);

    public Wiretap? Tap(int number) => _taps.GetValueOrDefault(number);

    /// <summary>Notes that something went wrong which concerns the whole Swarm.</summary>
    public void Disturb() => DisturbedAt = Now;

    /// <summary>Notes that something went wrong with a machine.</summary>
    public void Disturb(int node)
    {
        Disturb();
        Watch.OnFault(node);
    }

    /// <summary>Notes that something was done to a service, or happened to it.</summary>
    public void Touch(string service) => TouchedAt[service] = Now;

    public void StartInstance(int number)
    {
        if (Instance(number) is { IsRunning: false } instance && !IsMute && Node(number).IsOn)
        {
            Leaving.Remove(number);
            instance.Start();
        }
    }

    public void Reload(Policy policy)
    {
        (Policy, ReloadedAt) = (policy, Now);
        foreach (var instance in _instances.Values)
        {
            instance.Policy = Misread(policy);
            if (instance.IsRunning)
            {
                instance.Wake("reload");
            }
        }
    }

    /// <summary>Counts a write that is about to be sent.</summary>
    /// <returns>Its number from 1; null if it must not be sent.</returns>
    public int? CountWrite()
    {
        if (!IsMute && ++Writes >= _options.MuteFrom)
        {
            IsMute = true;
            foreach (var instance in _instances.Values)
            {
                instance.Kill();
            }
        }

        return IsMute ? null : Writes;
    }

    public void Arm(KillAtRequest kill) => Tap(kill.Node)?.Arm(kill);

    public void Dispose()
    {
        foreach (var instance in _instances.Values)
        {
            instance.Dispose();
        }
    }

    private SimulatedInstance Instance(int number, Settings settings)
    {
        var hooks = new InstanceHooks
        {
            Machines = new StageMachines(this, number),
            OnLine = line => Watch.OnLine(line),
            Wrap = handler => (_options.Sabotage ?? (inner => inner))(_taps[number] = new Wiretap(handler, this, number)),
        };
        return new(Swarm, Node(number), Misread(Policy), settings, hooks);
    }

    private Policy Misread(Policy policy) => _options.Misread is { } misread ? misread(policy) : policy;

    private static Settings SettingsOf(FaultScenario scenario, RunOptions options) => Settings.Default with
    {
        Debug = false,
        DryRun = scenario.IsDry && !options.IgnoresDry,
        EventMode = scenario.HasEvents,
    };
}
