namespace Orcastra.Simulator;

/// <summary>
/// A Swarm in this process: machines, engines, managers, containers. Its engines speak the Docker Engine API. Nothing happens
/// in it but what its timeline lets happen.
/// </summary>
public sealed class SimulatedSwarm
{
    private readonly Cluster _cluster;

    /// <summary>Makes the machines, and a Swarm of them unless told otherwise.</summary>
    /// <param name="options">What is simulated.</param>
    /// <param name="timeline">Its time; it moves on by the few seconds that forming the Swarm takes.</param>
    public SimulatedSwarm(SimulationOptions options, Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeline);
        _cluster = new(options, timeline);
        _cluster.ContainerChanged += change => ContainerChanged?.Invoke(change);
        Router = new(_cluster);
    }

    /// <summary>Each start and each end of a container.</summary>
    public event Action<ContainerChange>? ContainerChanged;

    /// <summary>Its time.</summary>
    public Timeline Timeline => _cluster.Timeline;

    /// <summary>The machines.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _cluster.Nodes;

    /// <summary>What is really up, whatever the Swarm says.</summary>
    public IReadOnlyList<RunningContainer> Containers => _cluster.Running;

    /// <summary>What can be made to go wrong.</summary>
    public Faults Faults => _cluster.Faults;

    /// <summary>The Raft index: how much has been committed.</summary>
    public long RaftIndex => (long)_cluster.Store.Index;

    /// <summary>The leader of the managers; null while there is none.</summary>
    public SimulatedNode? Leader => _cluster.Grid.Leader;

    /// <summary>What somebody did that would have broken a real Swarm.</summary>
    public IReadOnlyList<string> Violations => _cluster.Violations;

    /// <summary>How the containers of services behave, by service name; what it does not say is as the image has it.</summary>
    public IDictionary<string, ServiceBehaviour> Behaviours => _cluster.Behaviours;

    /// <summary>How long pulling an image takes, by its name, on a node that does not have it.</summary>
    public IDictionary<string, TimeSpan> PullTimes => _cluster.PullTimes;

    internal Router Router { get; }

    internal Cluster Cluster => _cluster;

    /// <summary>A handler that sends requests to a machine's engine, for an ordinary client in this process.</summary>
    public HttpMessageHandler Handler(SimulatedNode node) => new InProcessHandler(this, node);
}
