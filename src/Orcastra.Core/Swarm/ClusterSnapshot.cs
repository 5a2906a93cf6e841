using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Orcastra.Core.Swarm;

/// <summary>
/// All that was observed at one moment, complete: a snapshot with a part missing is never made. Planners see nothing else
/// of the Swarm.
/// </summary>
public sealed class ClusterSnapshot
{
    // The signal that begins a stop takes a second to reach the container, three on an overlay network (measured).
    private static readonly TimeSpan SignalDelay = TimeSpan.FromSeconds(4);

    private readonly ClusterParts _parts;

    /// <summary>Puts the parts together.</summary>
    /// <param name="takenAt">When the reading began.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="services">All services.</param>
    /// <param name="tasks">All tasks, history included.</param>
    public ClusterSnapshot(DateTimeOffset takenAt, IEnumerable<Node> nodes, IEnumerable<Service> services, IEnumerable<SwarmTask> tasks)
        : this(takenAt, new ClusterParts(nodes, services, tasks))
    {
    }

    private ClusterSnapshot(DateTimeOffset takenAt, ClusterParts parts) => (TakenAt, _parts) = (takenAt, parts);

    /// <summary>When the reading began.</summary>
    public DateTimeOffset TakenAt { get; }

    /// <summary>Nodes by ID.</summary>
    public FrozenDictionary<string, Node> Nodes => _parts.Nodes;

    /// <summary>Services by ID.</summary>
    public FrozenDictionary<string, Service> Services => _parts.Services;

    /// <summary>All tasks.</summary>
    public ImmutableArray<SwarmTask> Tasks => _parts.Tasks;

    /// <summary>All nodes in order of their hostnames, then their IDs.</summary>
    public ImmutableArray<Node> NodesByHostname => _parts.NodesByHostname;

    /// <summary>The nodes with a gate label of ours, in order of their IDs.</summary>
    public ImmutableArray<Node> NodesWithGates => _parts.NodesWithGates;

    /// <summary>The services with a gate or mark of ours in their spec or previous spec, in order of their names.</summary>
    public ImmutableArray<Service> Traced => _parts.Traced;

    /// <summary>The services that name their anchor by a label, in order of their names.</summary>
    public ImmutableArray<Service> Declaring => _parts.Declaring;

    /// <summary>The service of that full name, or null.</summary>
    public Service? ServiceNamed(string name) => _parts.ServiceNamed(name);

    /// <summary>All tasks of a service, ended ones included.</summary>
    public ImmutableArray<SwarmTask> TasksOf(string serviceId) => _parts.TasksOf(serviceId).All;

    /// <summary>All tasks placed on a node, ended ones included.</summary>
    public ImmutableArray<SwarmTask> TasksOn(string nodeId) => _parts.TasksOn(nodeId);

    /// <summary>The nodes that carry a label, whatever its value, in order of their hostnames.</summary>
    public ImmutableArray<Node> NodesLabelled(string key) => _parts.NodesLabelled(key);

    /// <summary>The services whose constraints name a node label, in order of their names.</summary>
    public IEnumerable<Service> ServicesNaming(string label) => _parts.ServicesNaming(label);

    /// <summary>The same Swarm, looked at again at another time: every part was read anew, and none had changed.</summary>
    public ClusterSnapshot SeenAgain(DateTimeOffset takenAt) => new(takenAt, _parts);

    /// <summary>True if the node can no longer be running anything for us: down, left, or its entry removed.</summary>
    public bool IsGone(string nodeId) => !Nodes.TryGetValue(nodeId, out var node) || node.IsGone;

    /// <summary>A task has a place only if it is wanted, runs, and its node is ready: a dead node's tasks stay listed as running.</summary>
    public bool HasPlace(SwarmTask task) => _parts.HasPlace(task);

    /// <summary>The tasks of a service that have a place.</summary>
    public ImmutableArray<SwarmTask> PlacedTasks(string serviceId) => _parts.TasksOf(serviceId).Placed;

    /// <summary>IDs of the nodes where a service runs, in order.</summary>
    public ImmutableSortedSet<string> PlacesOf(string serviceId) => _parts.TasksOf(serviceId).Places;

    /// <summary>
    /// Tasks of a service on live nodes that were told to stop and have not, and evicted ones for as long as their
    /// containers may take to stop.
    /// </summary>
    public IEnumerable<SwarmTask> StoppingTasks(string serviceId) =>
        TasksOf(serviceId).Where(task => (task.IsStopping || MayStillBeUp(task)) && !IsGone(task.NodeId));

    /// <summary>A node's hostname, or its ID if its entry is gone.</summary>
    public string NameOf(string nodeId) => Nodes.TryGetValue(nodeId, out var node) ? node.Hostname : nodeId;

    /// <summary>Hostnames for people, in order, joined by commas.</summary>
    public string NamesOf(IEnumerable<string> nodeIds) => string.Join(", ", nodeIds.Select(NameOf).Order(StringComparer.Ordinal));

    private bool MayStillBeUp(SwarmTask task) =>
        task.WasEvicted && Services.TryGetValue(task.ServiceId, out var service) && task.StatusAt + service.Spec.StopGrace + SignalDelay > TakenAt;
}
