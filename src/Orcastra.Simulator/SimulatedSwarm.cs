namespace Orcastra.Simulator;

/// <summary>
/// A Swarm in this process: machines, engines, managers, containers. Its engines speak the Docker Engine API. Nothing happens
/// in it but what its timeline lets happen.
/// </summary>
public sealed class SimulatedSwarm
{
    private readonly World _world;

    /// <summary>Makes the machines, and a Swarm of them unless told otherwise.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="timeline">Its time; it moves on by the few seconds that forming the Swarm takes.</param>
    public SimulatedSwarm(SimulationOptions options, Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeline);
        _world = new(options, timeline);
        _world.ContainerChanged += change => ContainerChanged?.Invoke(change);
    }

    /// <summary>Each start and each end of a container.</summary>
    public event Action<ContainerChange>? ContainerChanged;

    /// <summary>Its time.</summary>
    public Timeline Timeline => _world.Timeline;

    /// <summary>The machines.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _world.Nodes;

    /// <summary>What is really up, whatever the Swarm says.</summary>
    public IReadOnlyList<RunningContainer> Containers => _world.Running;

    /// <summary>What can be made to go wrong.</summary>
    public Faults Faults => _world.Faults;

    /// <summary>The Raft index: how much has been committed.</summary>
    public long RaftIndex => (long)Cluster.Store.Index;

    /// <summary>The leader of the managers; null while there is none that enough of them hear.</summary>
    public SimulatedNode? Leader => Cluster.Grid.Commander;

    /// <summary>What somebody did that would have broken a real Swarm.</summary>
    public IReadOnlyList<string> Violations => _world.Violations;

    /// <summary>How the containers of services behave, by service name; what it does not say is as the image has it.</summary>
    public IDictionary<string, ServiceBehaviour> Behaviours => _world.Behaviours;

    /// <summary>How long pulling an image takes, by its name, on a node that does not have it.</summary>
    public IDictionary<string, TimeSpan> PullTimes => _world.PullTimes;

    internal Router Router => Cluster.Router;

    internal Cluster Cluster => _world.First;

    internal World World => _world;

    /// <summary>A handler that sends requests to a machine's engine, for an ordinary client in this process.</summary>
    public HttpMessageHandler Handler(SimulatedNode node) => new InProcessHandler(this, node);
}
