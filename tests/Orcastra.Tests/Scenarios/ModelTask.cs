using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Scenarios;

/// <summary>What a service was deployed as. The image stands for all that makes a task dirty besides its placement.</summary>
internal sealed record Deployment(ServiceSpec Spec, string Image)
{
    public ServiceSpec Seen => Spec with
    {
        UserHash = $"{Image}|{Spec.Replicas}|{string.Join(',', Orcastra.Core.Planning.Trace.OwnConstraints(Spec))}|"
            + string.Join(',', Spec.Labels.Where(label => label.Key != Orcastra.Core.Planning.Trace.Mark)),
    };
}

/// <summary>One task, and the container behind it: the two do not always agree, which is what hurts.</summary>
internal sealed class ModelTask(string id, ModelService service, int slot, string node, Deployment made, DateTimeOffset now)
{
    public string Id { get; } = id;

    public ModelService Service { get; } = service;

    public int Slot { get; } = slot;

    public string Node { get; set; } = node;

    public Deployment Made { get; } = made;

    public TaskState State { get; private set; } = node.Length > 0 ? TaskState.Assigned : TaskState.Pending;

    public TaskState Desired { get; set; } = TaskState.Ready;

    public DateTimeOffset CreatedAt { get; } = now;

    public DateTimeOffset StatusAt { get; private set; } = now;

    public string Error { get; set; } = "";

    public bool IsUp { get; set; }

    /// <summary>When its container has started, stopped or crashed, whichever comes next.</summary>
    public DateTimeOffset? Due { get; set; }

    /// <summary>The task whose end it waits for before it may start, and until when at the most.</summary>
    public ModelTask? Predecessor { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    public bool HasEnded => State > TaskState.Running;

    public bool IsWanted => Desired <= TaskState.Running && !HasEnded;

    public void Report(TaskState state, DateTimeOffset now) => (State, StatusAt) = (state, now);

    public SwarmTask Seen => new(
        Id, Service.Id, Slot, Node, State, Desired, CreatedAt, StatusAt, Made.Spec.Constraints, Error);
}
