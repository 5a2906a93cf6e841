namespace Orcastra.Simulator;

/// <summary>A task: one attempt at running a container for a service.</summary>
internal sealed class TaskRecord(string id, string serviceId, ServiceSpec spec, ulong specVersion, int slot) : Record(id)
{
    public string ServiceId { get; } = serviceId;

    /// <summary>The service's spec as the task was made from it.</summary>
    public ServiceSpec Spec { get; } = spec;

    public ulong SpecVersion { get; } = specVersion;

    public int Slot { get; } = slot;

    /// <summary>Empty until it has a node.</summary>
    public string NodeId { get; set; } = "";

    public TaskState State { get; private set; }

    public TaskState Desired { get; set; } = TaskState.Running;

    public DateTimeOffset StatusAt { get; private set; }

    public string Message { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string ContainerId { get; set; } = "";

    public int Pid { get; set; }

    public int ExitCode { get; set; }

    /// <summary>The run of the job it belongs to; null if it belongs to none.</summary>
    public ulong? JobIteration { get; set; }

    /// <summary>Network ID and address of each attachment.</summary>
    public IReadOnlyList<(string Network, string Address)> Attachments { get; set; } = [];

    public TaskState StateBefore { get; private set; }

    public TaskState DesiredBefore { get; private set; }

    public string NodeBefore { get; private set; } = "";

    /// <summary>True while a container may be up for it.</summary>
    public bool IsAlive => State <= TaskState.Running;

    public bool IsWanted => Desired <= TaskState.Running;

    public override void Remember() => (StateBefore, DesiredBefore, NodeBefore) = (State, Desired, NodeId);

    public void Report(TaskState state, DateTimeOffset at, string message, string error = "") =>
        (State, StatusAt, Message, Error) = (state, at, message, error);
}
