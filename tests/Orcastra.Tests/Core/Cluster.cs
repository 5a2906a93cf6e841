using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>One picture of a Swarm, put together line by line; for stories of more than one picture there is the model.</summary>
internal sealed class Cluster
{
    private readonly List<Node> _nodes = [];
    private readonly List<Service> _services = [];
    private readonly List<SwarmTask> _tasks = [];

    public ClusterSnapshot Snapshot => new(Given.Noon, _nodes, _services, _tasks);

    public Memory Memory { get; set; } = Memory.Empty;

    public Cluster Node(string name, params ReadOnlySpan<string> labels) => Node(Given.Node(name, labels));

    public Cluster Node(Node node)
    {
        _nodes.Add(node);
        return this;
    }

    /// <summary>Adds a service with one running task on each of these nodes.</summary>
    public Cluster Service(ServiceSpec spec, params ReadOnlySpan<string> runningOn) => Service(Given.Service(spec), runningOn);

    public Cluster Service(Service service, params ReadOnlySpan<string> runningOn)
    {
        _services.Add(service);
        for (var slot = 1; slot <= runningOn.Length; slot++)
        {
            var task = Given.Task($"{service.Name}.{slot}", service, slot, runningOn[slot - 1]);
            _tasks.Add(service.Spec.Mode == ServiceMode.Global ? task with { Slot = 0 } : task);
        }

        return this;
    }

    /// <summary>Its tasks began to run a moment after all others.</summary>
    public void Restarted(Service service)
    {
        for (var at = 0; at < _tasks.Count; at++)
        {
            _tasks[at] = _tasks[at].ServiceId == service.Id ? _tasks[at] with { CreatedAt = Given.Noon.AddSeconds(1), StatusAt = Given.Noon.AddSeconds(1) } : _tasks[at];
        }
    }

    public Cluster Task(SwarmTask task)
    {
        _tasks.Add(task);
        return this;
    }

    public Plan Plan(Policy policy, int secondsLater = 0) => ClusterPlanner.Plan(Snapshot, policy, Memory, Given.Noon.AddSeconds(secondsLater));
}
