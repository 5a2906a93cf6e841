using System.Collections.Frozen;
using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;

namespace Orcastra.Core.Swarm;

/// <summary>
/// The parts of a snapshot, found by whatever planners look for: each look-up costs the same in a large Swarm as in a small
/// one. Nothing here depends on when it was seen, so that a Swarm in which nothing has changed is not indexed anew.
/// </summary>
internal sealed class ClusterParts
{
    private readonly Dictionary<string, TasksOfService> _tasksByService;
    private readonly Dictionary<string, ImmutableArray<SwarmTask>> _tasksByNode;
    private readonly Dictionary<string, Service> _servicesByName;
    private readonly Dictionary<string, ImmutableArray<Node>> _nodesByLabel;
    private readonly Lazy<ILookup<string, Service>> _servicesByLabel;

    public ClusterParts(IEnumerable<Node> nodes, IEnumerable<Service> services, IEnumerable<SwarmTask> tasks)
    {
        Nodes = nodes.ToFrozenDictionary(node => node.Id);
        Services = services.ToFrozenDictionary(service => service.Id);
        Tasks = [.. tasks];
        _servicesByName = Services.Values.ToDictionary(service => service.Name, StringComparer.Ordinal);
        _tasksByService = Tasks.GroupBy(task => task.ServiceId).ToDictionary(group => group.Key, group => new TasksOfService([.. group], HasPlace), StringComparer.Ordinal);
        _tasksByNode = Tasks.GroupBy(task => task.NodeId).ToDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        _nodesByLabel = Nodes.Values
            .OrderBy(node => node.Hostname, StringComparer.Ordinal)
            .SelectMany(node => node.Labels.Keys, (node, key) => (key, node))
            .GroupBy(label => label.key, label => label.node)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        _servicesByLabel = new(() => Services.Values
            .OrderBy(service => service.Name, StringComparer.Ordinal)
            .SelectMany(service => LabelsOf(service.Spec), (service, label) => (service, label))
            .ToLookup(pair => pair.label, pair => pair.service, StringComparer.OrdinalIgnoreCase));
        NodesByHostname = [.. Nodes.Values.OrderBy(node => node.Hostname, StringComparer.Ordinal).ThenBy(node => node.Id, StringComparer.Ordinal)];
        NodesWithGates = [.. Nodes.Values.Where(node => node.Labels.Keys.Any(Trace.IsGateLabel)).OrderBy(node => node.Id, StringComparer.Ordinal)];
        Traced = [.. Services.Values.Where(Trace.IsIn).OrderBy(service => service.Name, StringComparer.Ordinal)];
        Declaring = [.. Services.Values.Where(LabelledDependents.Declares).OrderBy(service => service.Name, StringComparer.Ordinal)];
    }

    public FrozenDictionary<string, Node> Nodes { get; }

    public FrozenDictionary<string, Service> Services { get; }

    public ImmutableArray<SwarmTask> Tasks { get; }

    /// <summary>In order of their hostnames, then their IDs.</summary>
    public ImmutableArray<Node> NodesByHostname { get; }

    /// <summary>Those with a gate label, in order of their IDs.</summary>
    public ImmutableArray<Node> NodesWithGates { get; }

    /// <summary>Services with a gate or mark in their spec or previous spec, in order of their names: few, of all that there are.</summary>
    public ImmutableArray<Service> Traced { get; }

    /// <summary>Services that name their anchor by a label, in order of their names.</summary>
    public ImmutableArray<Service> Declaring { get; }

    public Service? ServiceNamed(string name) => _servicesByName.GetValueOrDefault(name);

    public ImmutableArray<Node> NodesLabelled(string key) => _nodesByLabel.GetValueOrDefault(key, []);

    /// <summary>Asked only where a label comes or goes, hence made only then.</summary>
    public IEnumerable<Service> ServicesNaming(string label) => _servicesByLabel.Value[label];

    public TasksOfService TasksOf(string serviceId) => _tasksByService.GetValueOrDefault(serviceId, TasksOfService.None);

    public ImmutableArray<SwarmTask> TasksOn(string nodeId) => _tasksByNode.GetValueOrDefault(nodeId, []);

    public bool HasPlace(SwarmTask task) =>
        task is { DesiredState: TaskState.Running, State: TaskState.Running }
        && Nodes.TryGetValue(task.NodeId, out var node)
        && node.State == NodeState.Ready;

    private static IEnumerable<string> LabelsOf(ServiceSpec spec) => spec.Constraints
        .Select(Constraint.Parse)
        .OfType<Constraint>()
        .Where(constraint => constraint.Key.StartsWith(Constraint.NodeLabelPrefix, StringComparison.OrdinalIgnoreCase))
        .Select(constraint => constraint.Key[Constraint.NodeLabelPrefix.Length..])
        .Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The tasks of one service.</summary>
internal sealed class TasksOfService
{
    private ImmutableSortedSet<string>? _places;

    public TasksOfService(ImmutableArray<SwarmTask> all, Func<SwarmTask, bool> hasPlace) => (All, Placed) = (all, [.. all.Where(hasPlace)]);

    public static TasksOfService None { get; } = new([], _ => false);

    /// <summary>All of them, ended ones included.</summary>
    public ImmutableArray<SwarmTask> All { get; }

    /// <summary>Those that have a place.</summary>
    public ImmutableArray<SwarmTask> Placed { get; }

    /// <summary>IDs of the nodes where they are, in order. Asked of few services, but of these often.</summary>
    public ImmutableSortedSet<string> Places => _places ??= Placed.Select(task => task.NodeId).ToImmutableSortedSet(StringComparer.Ordinal);
}
