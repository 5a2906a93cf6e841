using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Labels;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>What the steps of a hand-off have in common: what is seen, what is planned, and how to say it.</summary>
/// <param name="Context">What is known.</param>
/// <param name="Draft">The plan so far.</param>
/// <param name="Passage">The hand-off as the snapshot shows it.</param>
/// <param name="Group">The group its service belongs to now; null if none.</param>
internal sealed record GateStep(PlanningContext Context, PlanDraft Draft, Passage Passage, Group? Group)
{
    private static readonly TimeSpan AnchorPatience = TimeSpan.FromSeconds(15);

    public HandOff HandOff => Passage.HandOff;

    public Service Service => Passage.Service;

    public ClusterSnapshot Snapshot => Context.Snapshot;

    public DateTimeOffset Now => Context.Now;

    /// <summary>What the service goes by that goes by itself; null if it goes to an anchor or restarts in place.</summary>
    public Errand? Errand => Errand.Of(this);

    /// <summary>True if the hand-off goes forward, to the anchor or by itself; false if it restarts in place or is brought back.</summary>
    public bool GoesForward => HandOff is { Purpose: not HandOffPurpose.Restart, Undo: null };

    /// <summary>True for a node where a task of it is in place: beside its anchor, or wherever it goes by itself.</summary>
    public bool IsDestination(string nodeId) =>
        Errand?.IsDestination(nodeId) ?? (Group is { } group && Snapshot.PlacesOf(group.Anchor.Id).Contains(nodeId));

    /// <summary>Nodes where its tasks belong as things stand now, and where they fit.</summary>
    public ImmutableArray<string> Rightful()
    {
        if (!GoesForward)
        {
            return [.. HandOff.From.Distinct().Where(id => Snapshot.Nodes.TryGetValue(id, out var node) && node.TakesTasks)];
        }

        return Errand is { } errand ? errand.Targets
            : Group is null ? []
            : HandOffs.Rightful.Targets(Context, Draft.Memory, Group, Service);
    }

    /// <summary>True if its anchor runs nowhere, but Swarm has just made it a new task, or has not heard of its node since a change of leader.</summary>
    public bool IsAnchorComing => Group is { } group && Snapshot.PlacesOf(group.Anchor.Id).IsEmpty
        && Snapshot.TasksOf(group.Anchor.Id).Any(task => task is { IsWanted: true, HasEnded: false } && ((IsFresh(task) && !HandOffs.Rightful.HasFailedBefore(Snapshot, task)) || IsUnheardOf(task.NodeId)));

    // A task from the future tells of clocks that differ, and nothing else.
    private bool IsFresh(SwarmTask task) => (Now - task.CreatedAt).Duration() < AnchorPatience;

    private bool IsUnheardOf(string nodeId) => Snapshot.Nodes.TryGetValue(nodeId, out var node) && node.State == NodeState.Unknown;

    /// <summary>Writes the record anew and goes on with it.</summary>
    public GateStep Remember(HandOff handOff)
    {
        Draft.Memory = Draft.Memory with { HandOffs = Draft.Memory.HandOffs.SetItem(handOff.ServiceId, handOff) };
        return this with { Passage = new Passage(Snapshot, handOff, Service) };
    }

    /// <summary>Lets the service in on a node: its gate label, and the anchor's label if its own constraint asks for it.</summary>
    public void Admit(string nodeId, string reason)
    {
        var node = Snapshot.Nodes[nodeId];
        Draft.SetLabel(Runner.LabelSync, node, Trace.GateLabel(HandOff.Id), HandOff.Epoch.ToString(CultureInfo.InvariantCulture), reason);
        if (Group?.IsLabelMissing(Service.Spec, node) == true && LabelArrival.Foreign(Context, node, Group.Name) is null)
        {
            LabelGuard.Set(Context, Draft, Runner.LabelSync, node, Group.Name, AnchorLabelPlanner.Value, reason);
        }
    }

    /// <summary>True if the snapshot shows the gate open on all of these, and the anchor's label as far as it may be set.</summary>
    public bool IsOpenOn(IEnumerable<string> nodeIds) => nodeIds.All(id =>
        Passage.OpenNodes.Contains(id)
        && (Group?.IsLabelMissing(Service.Spec, Snapshot.Nodes[id]) != true
            || HandOffs.Rightful.Unlabellable(Context, Group, Service, id) is not null));

    /// <summary>True if opening the gate on these nodes does nobody harm.</summary>
    public bool MayAdmit(IEnumerable<string> nodeIds) => AdmitObjection(nodeIds) is null;

    /// <summary>Whom opening the gate on these nodes would harm, in words; null if nobody.</summary>
    public string? AdmitObjection(IEnumerable<string> nodeIds)
    {
        foreach (var node in nodeIds.Select(id => Snapshot.Nodes[id]))
        {
            if (LabelGuard.Victim(Snapshot, node, Trace.GateLabel(HandOff.Id), HandOff.Epoch.ToString(CultureInfo.InvariantCulture)) is not null)
            {
                return $"a task on {node.Hostname} is just being stopped by another hand-off; a label now would kill it";
            }

            if (Group?.IsLabelMissing(Service.Spec, node) == true && LabelObjection(Group, node) is { } objection)
            {
                return objection;
            }
        }

        return null;
    }

    // The anchor's label is for all that are bound to it.
    private string? LabelObjection(Group group, Node node)
    {
        if (LabelStops.Elsewhere(Snapshot, group, node) is { } stopping)
        {
            return $"task {stopping.Id} on {Snapshot.NameOf(stopping.NodeId)} may still be stopping, and its successor, which waits for the label {group.Name}, would start beside it";
        }

        return GlobalFollowers.Beside(Snapshot, group, node, Service) is { } neighbour
            ? $"label {group.Name}, which it needs on {node.Hostname}, would start {neighbour.Name}, which is global, beside its task elsewhere"
            : null;
    }

    /// <summary>Plans a write to the service, or says why it has to wait.</summary>
    public void Write(string reason, params ImmutableArray<SpecEdit> edits)
    {
        if (Passage.WriteObjection is { } objection)
        {
            Wait(objection);
            return;
        }

        if (HoldShutOut(edits))
        {
            var (from, to) = (Snapshot.NamesOf(HandOff.From.Distinct()), Snapshot.NamesOf(HandOff.Targets));
            Draft.Add(HandOff.Undo is null
                ? new HandOffStep(Runner.LabelSync, reason, Service, from, to, edits)
                : new HandOffStep(Runner.LabelSync, reason, Service, to, from, edits));
        }
    }

    /// <summary>Keeps labels off the nodes whose tasks a gate in these edits shuts out; false if it is too late for that.</summary>
    public bool HoldShutOut(ImmutableArray<SpecEdit> edits) =>
        !edits.Contains(new SpecEdit.AddConstraint(Passage.Gate))
        || Draft.Hold([.. Passage.Wanted.Select(task => task.NodeId).Where(id => id.Length > 0 && !Passage.OpenNodes.Contains(id))]);

    /// <summary>Says what the hand-off waits for.</summary>
    public void Wait(string what) => Draft.Wait(Runner.LabelSync, Service.Name, $"hand-off {HandOff.Id}: {what}");
}
