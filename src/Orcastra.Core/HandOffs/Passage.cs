using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>A recorded hand-off as the snapshot shows it. Everything here is derived anew in each pass.</summary>
internal sealed class Passage
{
    public Passage(ClusterSnapshot snapshot, HandOff handOff, Service service)
    {
        Snapshot = snapshot;
        HandOff = handOff;
        Service = service;
        Gate = Trace.GateConstraint(handOff.Id, handOff.Epoch);
        Tasks = snapshot.TasksOf(service.Id);
        OpenNodes = [.. snapshot.NodesLabelled(Trace.GateLabel(handOff.Id)).Where(IsOpen).Select(node => node.Id).Order(StringComparer.Ordinal)];
    }

    public ClusterSnapshot Snapshot { get; }

    public HandOff HandOff { get; }

    public Service Service { get; }

    /// <summary>The constraint that holds the new tasks now.</summary>
    public string Gate { get; }

    public ImmutableArray<SwarmTask> Tasks { get; }

    /// <summary>Nodes that the gate admits now.</summary>
    public ImmutableArray<string> OpenNodes { get; }

    public bool IsGated => Service.Spec.Constraints.Contains(Gate);

    /// <summary>True while the spec holds the gate of an earlier epoch: it is to be swapped.</summary>
    public bool IsGatedForBefore => !IsGated && Service.Spec.Constraints.Any(text => text.StartsWith(GatePrefix, StringComparison.Ordinal));

    /// <summary>
    /// True while the spec is what we wrote: only then is a running or paused update ours, for the engine does not say
    /// who started it. One that changed it and then changed it back has left the change in the previous spec.
    /// </summary>
    public bool IsOurs => Service.Spec.UserHash == HandOff.UserHash
        && (Service.PreviousSpec is not { } previous || previous.UserHash == HandOff.UserHash)
        && Service.Spec.ForceUpdate == HandOff.ForceUpdate
        && Service.Spec.Labels.GetValueOrDefault(Trace.Mark) == HandOff.Id;

    public ImmutableArray<SwarmTask> Wanted => [.. Tasks.Where(task => task is { IsWanted: true, HasEnded: false })];

    public ImmutableArray<SwarmTask> Stopping => [.. Snapshot.StoppingTasks(Service.Id)];

    /// <summary>Tasks made before the gate, still up on a live node that the gate does not admit.</summary>
    public ImmutableArray<SwarmTask> OldTasks =>
        [.. Tasks.Where(task => task.IsOnItsNode && !Holds(task) && !OpenNodes.Contains(task.NodeId) && !Snapshot.IsGone(task.NodeId))];

    /// <summary>True for a task that was made with the gate as it is now.</summary>
    public bool Holds(SwarmTask task) => task.Constraints.Contains(Gate);

    /// <summary>
    /// True while Swarm's updater keeps the successor of a task that stops from starting: it wants it ready, no more. The next
    /// leader knows nothing of that, and wants it to run at once (read in SwarmKit).
    /// </summary>
    public bool IsHeldBack(SwarmTask stopping) =>
        Tasks.Where(task => Holds(task) && task.Slot == stopping.Slot && task is { IsWanted: true, HasEnded: false }).All(task => task.DesiredState < TaskState.Running);

    /// <summary>
    /// True if all the service wants runs where the gate admits it, and nothing of it is stopping. Once its update has completed
    /// a replica that is missing has ended by its own restart policy, and Swarm starts it no more.
    /// </summary>
    public bool AllRunning
    {
        get
        {
            var wanted = Wanted;
            var isFinal = Service.Spec.Mode == ServiceMode.Global || Service.UpdateState == UpdateState.Completed;
            var enough = isFinal ? !wanted.IsEmpty : (ulong)wanted.Length >= Service.Spec.Replicas;
            return enough && Stopping.IsEmpty && wanted.All(task => Snapshot.HasPlace(task) && OpenNodes.Contains(task.NodeId));
        }
    }

    /// <summary>
    /// The task of this gate that failed behind it; null if none did. Nodes' clocks are not compared with ours. What failed on a
    /// node that is drained tells nothing of the service: Swarm counts a start that it breaks off as failed ("context canceled",
    /// measured on 26.1), and the anchor leaves that node, too.
    /// </summary>
    public SwarmTask? Failure => Tasks
        .Where(task => Holds(task) && task.State is TaskState.Failed or TaskState.Rejected && OpenNodes.Contains(task.NodeId) && Snapshot.Nodes[task.NodeId].Availability != Availability.Drain)
        .MaxBy(task => task.StatusAt);

    /// <summary>True if the gate admits a task that was there before it.</summary>
    public bool HasSomethingInPlace => HandOff.Purpose != HandOffPurpose.Restart && Wanted.Any(task => !Holds(task) && OpenNodes.Contains(task.NodeId));

    /// <summary>
    /// True if Swarm wants two tasks in one slot: its updater fills a slot that was filled anew since it began once more. The next
    /// update ends both and waits for the end of one (read in SwarmKit).
    /// </summary>
    public bool HasDoubledSlot => Service.Spec.Mode == ServiceMode.Replicated
        && !UpdaterPatience.StartsFirst(Service.Spec)
        && Wanted.GroupBy(task => task.Slot).Any(slot => slot.Skip(1).Any());

    /// <summary>Tasks that no node has taken.</summary>
    public ImmutableArray<SwarmTask> Pending => [.. Wanted.Where(task => task is { State: TaskState.Pending, NodeId: "" })];

    /// <summary>True while a gate of ours keeps a task from any node: then even its owner's update cannot end without us.</summary>
    public bool IsHeld => Held.IsAny(Snapshot, Service);

    /// <summary>
    /// True once our own update has paused and all that is wanted runs, though not where it should: the updater goes no
    /// further. What failed may have failed on a node that has died since.
    /// </summary>
    public bool IsStalled => IsOurs && Service.UpdateState == UpdateState.Paused && Wanted.All(Snapshot.HasPlace) && Stopping.IsEmpty && !AllRunning;

    /// <summary>Why the service must not be written to now; null if it may be.</summary>
    public string? WriteObjection
    {
        get
        {
            if (!Stopping.IsEmpty)
            {
                return $"task {Stopping[0].Id} on {Snapshot.NameOf(Stopping[0].NodeId)} is still stopping; the updater would not wait for it";
            }

            return Service.IsMidRollout && !IsOurs && !IsHeld
                ? $"its owner's update is {Service.UpdateState.ToString().ToLowerInvariant()}; it is left alone until that has ended"
                : null;
        }
    }

    private string GatePrefix => $"{Constraint.NodeLabelPrefix}{Trace.GateLabel(HandOff.Id)} == ";

    private bool IsOpen(Node node) =>
        node.Labels.GetValueOrDefault(Trace.GateLabel(HandOff.Id)) == HandOff.Epoch.ToString(CultureInfo.InvariantCulture);
}
