using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>A simulated Swarm with somebody who uses it, the instances of Orcastra in it, and all that is told of it.</summary>
internal sealed class World : IDisposable
{
    private readonly Dictionary<string, long> _memory = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fallen = new(StringComparer.Ordinal);
    private DateTimeOffset _began;

    /// <summary>Makes the machines and a Swarm of them; nothing runs in it yet.</summary>
    /// <param name="scenario">What is played.</param>
    /// <param name="start">The first moment.</param>
    public World(Scenario scenario, DateTimeOffset? start = null)
    {
        Scenario = scenario;
        Timeline = new(start);
        Time = new(Timeline);
        Swarm = new(
            new()
            {
                Nodes = scenario.Nodes.Length,
                Managers = scenario.Nodes.Count(node => node.IsManager),
                Hostname = number => scenario.Nodes[number - 1].Name,
                MemoryOf = number => scenario.Nodes[number - 1].MemoryBytes,
                Seed = scenario.Seed,
            },
            Timeline);
        _began = Timeline.Now;
        User = new(Swarm, Time);
        Story = new(() => Clock);
        Trouble = new(this);
        Overlaps = new(this);
        Lookout = new(this);
        Instances = new(this);
        _ = new Reporter(this);
    }

    /// <summary>What is played.</summary>
    public Scenario Scenario { get; }

    /// <summary>Its time.</summary>
    public Timeline Timeline { get; }

    /// <summary>Its time as a clock.</summary>
    public VirtualTime Time { get; }

    /// <summary>How long ago the story began.</summary>
    public TimeSpan Clock => Timeline.Now - _began;

    /// <summary>The Swarm.</summary>
    public SimulatedSwarm Swarm { get; }

    /// <summary>Who types commands.</summary>
    public SwarmUser User { get; }

    /// <summary>What is told.</summary>
    public Story Story { get; }

    /// <summary>The Orcastras.</summary>
    public InstanceSet Instances { get; }

    /// <summary>What the API fails with.</summary>
    public ApiTrouble Trouble { get; }

    /// <summary>Whether something was up twice.</summary>
    public OverlapWatch Overlaps { get; }

    /// <summary>What the Swarm shows of itself.</summary>
    public Lookout Lookout { get; }

    /// <summary>From now on the clock runs and the story is told.</summary>
    public void Begin()
    {
        _began = Timeline.Now;
        Story.IsOpen = true;
    }

    /// <summary>The machine that is meant.</summary>
    /// <exception cref="ScenarioException">There is none now.</exception>
    public SimulatedNode Find(NodeReference reference) => reference switch
    {
        { Service.Length: > 0 } => Up(reference.Service).FirstOrDefault()?.Node ?? throw new ScenarioException($"{reference.Service} is nowhere up now, so nothing is beside it"),
        { IsLeader: true } => Swarm.Leader ?? throw new ScenarioException("the Swarm has no leader now"),
        _ => Swarm.Nodes.First(node => node.Name == reference.Name),
    };

    /// <summary>What is really up of a service.</summary>
    public IEnumerable<RunningContainer> Up(string service) => Swarm.Containers.Where(container => container.Service == service);

    /// <summary>How much memory one container of a service uses.</summary>
    public long MemoryOf(string service) => _memory.GetValueOrDefault(service);

    /// <summary>From now on one container of a service uses so much.</summary>
    public void Uses(string service, long bytes) => _memory[service] = bytes;

    /// <summary>Power is gone: whatever runs on the machine is gone with it.</summary>
    public void PowerCut(SimulatedNode node)
    {
        if (Instances.Kill(node.Name))
        {
            _fallen.Add(node.Name);
        }

        Swarm.Faults.PowerCut(node);
    }

    /// <summary>Power is back, and with it what ran on the machine.</summary>
    public void PowerOn(SimulatedNode node)
    {
        Swarm.Faults.Start(node);
        if (_fallen.Remove(node.Name))
        {
            Timeline.After(TimeSpan.FromSeconds(3), () => Instances.Start(node.Name));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Instances.Dispose();
        User.Dispose();
    }
}
