using System.Collections.Immutable;
using Orcastra.Core.Fitting;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// The errand of a service that leaves a node which is drained: no anchor says where it goes, so it may go wherever it fits
/// but there.
/// </summary>
/// <param name="step">The hand-off.</param>
internal sealed class Evacuation(GateStep step) : Errand(step)
{
    /// <inheritdoc/>
    public override string Reason => $"{Step.Snapshot.NameOf(Left)} is drained";

    /// <inheritdoc/>
    public override string Nowhere => "no other node takes it any more";

    /// <summary>Of what was chosen when it set out what still takes it, else whatever does.</summary>
    public override ImmutableArray<string> Targets
    {
        get
        {
            var fitting = Fitting(Step.Snapshot, Step.Draft.Memory, Step.Service, Left);
            var writable = fitting.Where(id => LabelGuard.VictimOfAny(Step.Snapshot, Step.Snapshot.Nodes[id]) is null).ToImmutableArray();
            var all = writable.IsEmpty ? fitting : writable;
            var chosen = all.Where(Step.HandOff.Targets.Contains).ToImmutableArray();
            return chosen.IsEmpty ? all : chosen;
        }
    }

    /// <summary>True while the node is still being drained, and still runs the service.</summary>
    public override bool IsWanted =>
        Step.Draft.Memory.Drains.GetValueOrDefault(Left) is { State: DrainState.UnderWay } drain
        && Step.Snapshot.Nodes.GetValueOrDefault(drain.NodeId) is { Availability: Availability.Pause }
        && Step.Snapshot.PlacesOf(Step.Service.Id).Contains(drain.NodeId)
        && !Targets.IsEmpty;

    /// <summary>The question whether a service fits elsewhere, with what else is on its way counted in.</summary>
    public static Fit Fit(ClusterSnapshot snapshot, Memory memory, Service service) =>
        new(snapshot, service, ImmutableDictionary<string, string>.Empty, Rightful.Expected(snapshot, memory, service.Id));

    /// <summary>The nodes but one where a task of the service fits, in order.</summary>
    public static ImmutableArray<string> Fitting(ClusterSnapshot snapshot, Memory memory, Service service, string nodeId) =>
        Fit(snapshot, memory, service).Fitting(Others(snapshot, nodeId));

    /// <summary>All nodes but one, in order.</summary>
    public static IEnumerable<string> Others(ClusterSnapshot snapshot, string nodeId) =>
        snapshot.Nodes.Keys.Where(id => id != nodeId).Order(StringComparer.Ordinal);

    /// <summary>Ends a drain that is under way without success; its planner gives the node back what it was.</summary>
    public static void Fail(PlanDraft draft, string nodeId, string reason, DateTimeOffset now)
    {
        if (draft.Memory.Drains.GetValueOrDefault(nodeId) is { State: DrainState.UnderWay } drain)
        {
            var failed = drain with { State = DrainState.Failed, Reason = reason, EndedAt = now };
            draft.Memory = draft.Memory with { Drains = draft.Memory.Drains.SetItem(nodeId, failed) };
        }
    }

    /// <summary>True for any node but the one that it leaves.</summary>
    public override bool IsDestination(string nodeId) => nodeId != Left;

    /// <inheritdoc/>
    public override void Fail(string outcome) => Fail(Step.Draft, Left, $"{Step.Service.Name} could not be moved: {outcome}", Step.Now);
}
