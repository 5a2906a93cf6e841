using System.Collections.Immutable;
using Orcastra.Core.Fitting;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// The hand-off of a service that leaves a node which is drained: no anchor says where it goes, so it may go wherever it
/// fits but there.
/// </summary>
internal static class Evacuation
{
    // The cordon is lifted in the very pass in which the drain fails, unless that would kill somebody.
    private static readonly TimeSpan Lifting = TimeSpan.FromSeconds(15);

    /// <summary>The node that is left; empty if the record names none.</summary>
    public static string Left(HandOff handOff) => handOff.From.FirstOrDefault("");

    /// <summary>The question whether a service fits elsewhere, with what else is on its way counted in.</summary>
    public static Fit Fit(ClusterSnapshot snapshot, Memory memory, Service service) =>
        new(snapshot, service, ImmutableDictionary<string, string>.Empty, Rightful.Expected(snapshot, memory, service.Id));

    /// <summary>The nodes but one where a task of the service fits, in order.</summary>
    public static ImmutableArray<string> Fitting(ClusterSnapshot snapshot, Memory memory, Service service, string nodeId) =>
        Fit(snapshot, memory, service).Fitting(Others(snapshot, nodeId));

    /// <summary>All nodes but one, in order.</summary>
    public static IEnumerable<string> Others(ClusterSnapshot snapshot, string nodeId) =>
        snapshot.Nodes.Keys.Where(id => id != nodeId).Order(StringComparer.Ordinal);

    /// <summary>Where it may go now: of what was chosen when it set out what still takes it, else whatever does.</summary>
    public static ImmutableArray<string> Targets(GateStep step)
    {
        var fitting = Fitting(step.Snapshot, step.Draft.Memory, step.Service, Left(step.HandOff));
        var writable = fitting.Where(id => LabelGuard.VictimOfAny(step.Snapshot, step.Snapshot.Nodes[id]) is null).ToImmutableArray();
        var all = writable.IsEmpty ? fitting : writable;
        var chosen = all.Where(step.HandOff.Targets.Contains).ToImmutableArray();
        return chosen.IsEmpty ? all : chosen;
    }

    /// <summary>True while the service is to leave: the node is still being drained, and still runs it.</summary>
    public static bool IsWanted(GateStep step) =>
        step.Draft.Memory.Drains.GetValueOrDefault(Left(step.HandOff)) is { State: DrainState.UnderWay } drain
        && step.Snapshot.Nodes.GetValueOrDefault(drain.NodeId) is { Availability: Availability.Pause }
        && step.Snapshot.PlacesOf(step.Service.Id).Contains(drain.NodeId)
        && !Targets(step).IsEmpty;

    /// <summary>True if part of the service still runs on the node that it leaves: if the rest fails, that part is not to be stopped.</summary>
    public static bool HasStayed(GateStep step) => step.HandOff.Purpose == HandOffPurpose.Drain
        && step.Passage.Wanted.Any(task => task.NodeId == Left(step.HandOff) && task.IsOnItsNode && !step.Passage.Holds(task));

    /// <summary>True while the node that it goes back to is about to take tasks again.</summary>
    public static bool IsLiftAwaited(GateStep step) => step.HandOff.Purpose == HandOffPurpose.Drain
        && step.Draft.Memory.Drains.GetValueOrDefault(Left(step.HandOff)) is { State: DrainState.Failed, IsOver: false, EndedAt: { } ended }
        && step.Snapshot.Nodes.GetValueOrDefault(Left(step.HandOff)) is { State: NodeState.Ready }
        && step.Now - ended < Lifting;

    /// <summary>True while it is not known which nodes there are to go to: a new leader has heard of none yet.</summary>
    public static bool IsUnheardOf(GateStep step) => step.HandOff.Purpose == HandOffPurpose.Drain
        && Others(step.Snapshot, Left(step.HandOff)).Any(id => step.Snapshot.Nodes[id].State == NodeState.Unknown);

    /// <summary>Ends a drain that is under way without success; its planner gives the node back what it was.</summary>
    public static void Fail(PlanDraft draft, string nodeId, string reason, DateTimeOffset now)
    {
        if (draft.Memory.Drains.GetValueOrDefault(nodeId) is { State: DrainState.UnderWay } drain)
        {
            var failed = drain with { State = DrainState.Failed, Reason = reason, EndedAt = now };
            draft.Memory = draft.Memory with { Drains = draft.Memory.Drains.SetItem(nodeId, failed) };
        }
    }
}
