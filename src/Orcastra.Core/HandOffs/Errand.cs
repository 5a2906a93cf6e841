using System.Collections.Immutable;
using Orcastra.Core.Relocating;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// What a service goes by that goes by itself: where it may go, whether that is still wanted, and who is told that it failed.
/// Whoever follows an anchor learns all of that from the anchor.
/// </summary>
/// <param name="step">The hand-off.</param>
internal abstract class Errand(GateStep step)
{
    // The cordon is lifted in the very pass in which the drain fails, unless that would kill somebody.
    private static readonly TimeSpan Lifting = TimeSpan.FromSeconds(15);

    /// <summary>The errand of a hand-off; null if it goes to an anchor or restarts in place.</summary>
    public static Errand? Of(GateStep step) => step.HandOff.Purpose switch
    {
        HandOffPurpose.Drain => new Evacuation(step),
        HandOffPurpose.Relocate => new Transfer(step),
        _ => null,
    };

    /// <summary>Why the service is sent, in words.</summary>
    public abstract string Reason { get; }

    /// <summary>Why it comes back where no node takes it any more, in words.</summary>
    public abstract string Nowhere { get; }

    /// <summary>Where it may go now.</summary>
    public abstract ImmutableArray<string> Targets { get; }

    /// <summary>True while the service is to set out.</summary>
    public abstract bool IsWanted { get; }

    /// <summary>True for a node where a task of it is in place.</summary>
    public abstract bool IsDestination(string nodeId);

    /// <summary>Tells whoever asked for it that it failed.</summary>
    public abstract void Fail(string outcome);

    /// <summary>True if part of the service still runs on the node that it leaves: if the rest fails, that part is not to be stopped.</summary>
    public bool HasStayed =>
        Step.Passage.Wanted.Any(task => task.NodeId == Left && task.IsOnItsNode && !Step.Passage.Holds(task));

    /// <summary>True while the node that it goes back to is about to take tasks again.</summary>
    public bool IsLiftAwaited =>
        Step.Draft.Memory.Drains.GetValueOrDefault(Left) is { State: DrainState.Failed, IsOver: false, EndedAt: { } ended }
        && Step.Snapshot.Nodes.GetValueOrDefault(Left) is { State: NodeState.Ready }
        && Step.Now - ended < Lifting;

    /// <summary>True while it is not known which nodes there are to go to: a new leader has heard of none yet.</summary>
    public bool IsUnheardOf => Step.Snapshot.Nodes.Values.Any(node => node.State == NodeState.Unknown && IsDestination(node.Id));

    /// <summary>The hand-off.</summary>
    protected GateStep Step { get; } = step;

    /// <summary>The node that is left; empty if the record names none.</summary>
    protected string Left => Step.HandOff.From.FirstOrDefault("");
}
