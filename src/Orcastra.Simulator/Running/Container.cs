namespace Orcastra.Simulator;

/// <summary>How a container stands.</summary>
internal enum ContainerState
{
    Created,
    Running,
    Exited,
}

/// <summary>A container of an engine.</summary>
internal sealed class Container(string id, SimulatedNode node, TaskRecord task, string serviceName, DateTimeOffset createdAt)
{
    public string Id { get; } = id;

    public SimulatedNode Node { get; } = node;

    public TaskRecord Task { get; } = task;

    public string ServiceName { get; } = serviceName;

    /// <summary>The node's ID when it was made, which a later join does not change.</summary>
    public string NodeId { get; } = node.NodeId;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public ContainerState State { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset EndedAt { get; set; }

    public int ExitCode { get; set; }

    public int Pid { get; set; }

    public bool IsUnhealthy { get; set; }

    public ServiceBehaviour Behaviour { get; set; } = new();

    public string Name => $"{ServiceName}.{(Task.Spec.IsGlobal || Task.Spec.IsJob ? NodeId : Task.Slot)}.{Task.Id}";

    public IReadOnlyList<(string Key, string Value)> Labels =>
    [
        ("com.docker.swarm.node.id", NodeId),
        ("com.docker.swarm.service.id", Task.ServiceId),
        ("com.docker.swarm.service.name", ServiceName),
        ("com.docker.swarm.task", ""),
        ("com.docker.swarm.task.id", Task.Id),
        ("com.docker.swarm.task.name", Name),
    ];

    public RunningContainer Shown => new(ServiceName, Task.ServiceId, Task.Slot, Node, NodeId, Task.Id, Id, StartedAt);
}

/// <summary>A container that is really up, whatever the Swarm says.</summary>
/// <param name="Service">Name of its service.</param>
/// <param name="ServiceId">ID of its service.</param>
/// <param name="Slot">Its slot; 0 for a global service.</param>
/// <param name="Node">Where it is up.</param>
/// <param name="NodeId">That node's ID in the Swarm.</param>
/// <param name="TaskId">Its task.</param>
/// <param name="ContainerId">Its own ID.</param>
/// <param name="Since">When it started.</param>
public sealed record RunningContainer(
    string Service, string ServiceId, int Slot, SimulatedNode Node, string NodeId, string TaskId, string ContainerId, DateTimeOffset Since);

/// <summary>A container started or ended.</summary>
/// <param name="At">When.</param>
/// <param name="Container">Which.</param>
/// <param name="IsStart">True if it started.</param>
/// <param name="ExitCode">With what it ended; null at a start.</param>
public sealed record ContainerChange(DateTimeOffset At, RunningContainer Container, bool IsStart, int? ExitCode);
