using System.Collections.Immutable;

namespace Orcastra.Core.Swarm;

/// <summary>One task as <c>GET /tasks</c> shows it.</summary>
/// <param name="Id">Swarm's ID of the task.</param>
/// <param name="ServiceId">The service it belongs to.</param>
/// <param name="Slot">Slot of a replicated service (from 1); 0 for a global service.</param>
/// <param name="NodeId">Where it was placed; empty while it is pending.</param>
/// <param name="State">What its node reported last. A dead node's tasks keep the state they had.</param>
/// <param name="DesiredState">What the orchestrator wants of it.</param>
/// <param name="CreatedAt">When the orchestrator made it.</param>
/// <param name="StatusAt">When <paramref name="State"/> was reported.</param>
/// <param name="Constraints">The constraints it was made with; the service's may have changed since.</param>
/// <param name="Error">What went wrong, in the engine's words; empty if nothing did.</param>
public sealed record SwarmTask(
    string Id,
    string ServiceId,
    int Slot,
    string NodeId,
    TaskState State,
    TaskState DesiredState,
    DateTimeOffset CreatedAt,
    DateTimeOffset StatusAt,
    ImmutableArray<string> Constraints,
    string Error)
{
    /// <summary>True once the node has reported an end: complete, shut down, failed, rejected, removed or orphaned.</summary>
    public bool HasEnded => State > TaskState.Running;

    /// <summary>True while the orchestrator wants it to run, or to be ready to.</summary>
    public bool IsWanted => DesiredState <= TaskState.Running;

    /// <summary>
    /// True while it was told to stop and has not reported that it did. SwarmKit's updater does not wait for such a
    /// container when a service is written to again, so nothing may be written while one exists on a live node.
    /// </summary>
    public bool IsStopping => !IsWanted && IsOnItsNode;

    /// <summary>
    /// True while its node may have a container for it. A task of a global service has its node from the start, but nothing is
    /// there before the scheduler has let it.
    /// </summary>
    public bool IsOnItsNode => NodeId.Length > 0 && State is >= TaskState.Assigned and <= TaskState.Running;

    /// <summary>
    /// True if the constraint enforcer took it away: it counts as ended at once, while its container may still be stopping
    /// and nobody ever reports when it has.
    /// </summary>
    public bool WasEvicted => State == TaskState.Rejected && NodeId.Length > 0 && Error.Contains("no longer meets constraints", StringComparison.Ordinal);

    /// <summary>What tells replicas apart: the slot, or for a global service the node.</summary>
    public string Position => Slot > 0 ? Slot.ToString(System.Globalization.CultureInfo.InvariantCulture) : NodeId;
}
