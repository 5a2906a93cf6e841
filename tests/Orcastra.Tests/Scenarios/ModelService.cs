using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Scenarios;

/// <summary>One service of the model, with how its containers behave.</summary>
internal sealed class ModelService(Deployment current)
{
    public string Id { get; } = Given.IdOf(current.Spec.Name);

    public string Name => Current.Spec.Name;

    public Deployment Current { get; set; } = current;

    public Deployment? Previous { get; set; }

    public ulong Version { get; set; } = 1;

    public UpdateState Update { get; set; }

    public bool LastWriteWasTheUsers { get; set; } = true;

    public DateTimeOffset? MonitoredUntil { get; set; }

    public bool RollsBackOnFailure { get; set; }

    public TimeSpan StartTakes { get; set; } = TimeSpan.FromMilliseconds(300);

    public TimeSpan StopTakes { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Nodes on which its containers crash soon after they start.</summary>
    public HashSet<string> CrashesOn { get; } = [];

    /// <summary>True if its containers end by themselves with exit code 0.</summary>
    public bool IsOneShot { get; set; }

    public ServiceSpec Spec => Current.Spec;

    public bool IsGlobal => Spec.Mode == ServiceMode.Global;

    public Service Seen => new(Id, Version, Current.Seen, Previous?.Seen, Update, "");

    /// <summary>The rule of swarmkit's <c>IsTaskDirty</c>: a change of placement alone leaves a task whose node still satisfies it.</summary>
    public bool IsDirty(ModelTask task, Node? node)
    {
        if (task.Made.Image != Current.Image || task.Made.Spec.ForceUpdate != Spec.ForceUpdate)
        {
            return true;
        }

        return !task.Made.Spec.Constraints.SequenceEqual(Spec.Constraints) && (node is null || !Constraint.AllMatch(Spec.Constraints, node));
    }
}
