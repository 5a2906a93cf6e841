using System.Collections.Immutable;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>A container came up beside its predecessor on another node.</summary>
/// <param name="At">When.</param>
/// <param name="Service">The service.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Writes">Orcastra's last writes that concerned it, the newest first.</param>
/// <param name="How">In words.</param>
internal sealed record Overlap(DateTimeOffset At, string Service, int Slot, ImmutableArray<int> Writes, string How);

/// <summary>A replica is never up on two nodes because of us, unless its owner asks for it: without our last write it would not have been.</summary>
/// <remarks>
/// Only what Orcastra wrote last is ours, and what it wrote right before that: what its user, a partition or a power cut brought
/// about afterwards is not. Whether it would have happened all the same is found out by playing the scenario again without that
/// write and all after it, then without the one before, and so on: a gate that is opened too early does its harm one write later.
/// </remarks>
internal sealed class NeverTwice : Law
{
    private const int MostWrites = 5;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(100);

    private readonly Dictionary<string, ImmutableList<(int Write, DateTimeOffset At)>> _lastWrites = new(StringComparer.Ordinal);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, DateTimeOffset> _unwellAt = new(StringComparer.Ordinal);
    private readonly Dictionary<(string NodeId, string Label), DateTimeOffset> _labelledAt = [];
    private readonly HashSet<string> _evicted = new(StringComparer.Ordinal);
    private SimulatedNode? _leader;
    private DateTimeOffset _ledSince;

    public override string Sentence => "A replica is never up on two nodes because of us, unless its owner asks for it: without our last write it would not have been.";

    public override void OnService(ServiceWritten written)
    {
        Note(written.Name, written.Author, written.Sent);
        if (written.Author == Author.User)
        {
            foreach (var follower in _lastWrites.Keys.Where(service => LeaderOfGlobal(service) == written.Name).ToList())
            {
                _lastWrites.Remove(follower);
            }
        }
    }

    public override void OnNode(NodeWritten written)
    {
        var labels = written.ChangedLabels.ToList();
        if (written.Author == Author.User)
        {
            _evicted.UnionWith(Stage.Store.TasksOn(written.Node.Id)
                .Where(task => Stage.Store.Services.GetValueOrDefault(task.ServiceId) is { } service && !Constraint.All(service.Spec.Task.Constraints, written.Node))
                .Select(task => task.Id));
        }

        foreach (var label in labels.Where(written.After.Labels.ContainsKey))
        {
            _labelledAt[(written.Node.Id, label)] = Stage.Now;
        }

        foreach (var service in Stage.Store.Services.Values.Where(service => IsConcerned(service, written, labels)))
        {
            Note(service.Spec.Name, written.Author, written.Sent);
        }
    }

    public override void OnContainer(ContainerChange change)
    {
        var started = change.Container;
        if (!change.IsStart || !_lastWrites.TryGetValue(started.Service, out var last) || !IsUnderLaw(started))
        {
            return;
        }

        foreach (var other in Stage.Swarm.Containers)
        {
            if (other.ServiceId == started.ServiceId && other.Slot == started.Slot && other.Node != started.Node && !IsForgotten(started, other) && !AreBothWanted(started, other) && !IsLeftover(started))
            {
                var writes = last.Where(write => Stage.Now - write.At < Memory && IsKnownAlive(other, write.At)).Take(MostWrites).Select(write => write.Write).ToImmutableArray();
                if (!writes.IsEmpty)
                {
                    Watch.Suspect(new(Stage.Now, started.Service, started.Slot, writes, $"{started.Service}.{started.Slot} started on {started.Node.Name} while task {other.TaskId} of it was up on {other.Node.Name}; our last write to it was {last[0].Write}"));
                }
            }
        }
    }

    public override void OnFault(int node)
    {
        foreach (var service in _lastWrites.Keys.Where(service => Stage.Swarm.Containers.Any(container => container.Service == service && container.Node.Number == node)).ToList())
        {
            _lastWrites.Remove(service);
        }
    }

    public override void OnTick()
    {
        if (Stage.Swarm.Leader != _leader)
        {
            _ledSince = _leader is null ? _ledSince : Stage.Now;
            _leader = Stage.Swarm.Leader ?? _leader;
        }

        foreach (var node in Stage.Swarm.Nodes.Where(node => node.IsCut || Stage.Store.Nodes.GetValueOrDefault(node.NodeId) is not { State: NodeState.Ready }))
        {
            _unwellAt[node.NodeId] = Stage.Now;
        }
    }

    // Down for less than a second is enough for Swarm to replace all that runs there.
    public override void OnState(NodeRecord node)
    {
        if (node.State != NodeState.Ready)
        {
            _unwellAt[node.Id] = Stage.Now;
        }
    }

    // A new leader forgets what tasks that were made before it were waiting for, and its enforcer takes away at once what the
    // updater of the last one had not come to yet. A shut gate stands that for one task; of several the others depend on the
    // updater.
    private bool IsForgotten(RunningContainer started, RunningContainer other) => _ledSince > Stage.BeganAt
        && Watch.Find(started.Service) is { Spec: { IsGlobal: false, Replicas: > 1 } }
        && (Stage.Store.Tasks.GetValueOrDefault(started.TaskId)?.CreatedAt < _ledSince || IsEvictedByNewLeader(other));

    // Swarm's updater goes by what was there when it began: a slot that was filled anew meanwhile it fills once more.
    private bool AreBothWanted(RunningContainer started, RunningContainer other) => started.Slot > 0
        && Stage.Store.Tasks.GetValueOrDefault(started.TaskId) is { Desired: TaskState.Running }
        && Stage.Store.Tasks.GetValueOrDefault(other.TaskId) is { Desired: TaskState.Running, State: TaskState.Running };

    // A node that was gone goes on with what it was told before, until it hears that Swarm does not want it any more.
    private bool IsLeftover(RunningContainer started) =>
        Stage.Store.Tasks.GetValueOrDefault(started.TaskId) is { Desired: > TaskState.Running } task && _unwellAt.GetValueOrDefault(started.NodeId) > task.CreatedAt;

    private bool IsEvictedByNewLeader(RunningContainer container) =>
        Stage.Store.Tasks.GetValueOrDefault(container.TaskId) is { State: TaskState.Rejected } task && (task.StatusAt - _ledSince).Duration() < Second;

    private void Note(string service, Author author, Sent? sent)
    {
        if (author != Author.Us)
        {
            _lastWrites.Remove(service);
        }
        else if (!IsOvertaken(service, sent!))
        {
            _lastWrites[service] = _lastWrites.GetValueOrDefault(service, []).Insert(0, (sent!.Number, Stage.Now));
        }
    }

    // What its user does while the write is under way is the user's: no instance could know.
    private bool IsOvertaken(string service, Sent sent) =>
        Stage.TouchedAt.GetValueOrDefault(service) >= (sent.Tap.Seen.Tasks ?? sent.At);

    // A global service goes where its anchor's user puts that: two places of the one are two of the other.
    private string? LeaderOfGlobal(string service) =>
        Watch.Find(service) is { Spec.IsGlobal: true } ? FaultScenario.Followed(Stage.Policy, service)?.Name : null;

    private bool IsConcerned(ServiceRecord service, NodeWritten written, List<string> labels) =>
        Marks.LabelsOf(service.Spec).Any(label => labels.Contains(label, StringComparer.Ordinal))
        || Stage.Store.TasksOf(service.Id).Any(task => task.NodeId == written.Node.Id && task is { IsAlive: true, IsWanted: true } && !Constraint.All(service.Spec.Task.Constraints, written.Node))
        || (written.Before.Availability != written.After.Availability && Stage.Store.TasksOf(service.Id).Any(task => task.NodeId == written.Node.Id && task.IsAlive));

    // Start-first is its owner's wish to have both. A global service runs wherever the label is that it asks for: where that
    // stays, as somebody else needs it, or its anchor is in several places, it is wanted twice.
    private bool IsUnderLaw(RunningContainer started) =>
        Watch.Find(started.Service) is { Spec.Update.StartsFirst: false } service
        && (!service.Spec.IsGlobal || IsWantedOnce(started, service));

    private bool IsWantedOnce(RunningContainer started, ServiceRecord service) =>
        FaultScenario.Followed(Stage.Policy, started.Service) is { } entry
        && Marks.LabelsOf(service.Spec).Contains(entry.Name)
        && Watch.Find(entry.Name) is { Spec: { IsGlobal: false, Replicas: 1 } }
        && Stage.Now - _labelledAt.GetValueOrDefault((started.NodeId, entry.Name)) < Fresh;

    // A slot that its user gave up is deleted with the next write to its service, and stops unseen (read in SwarmKit).
    private bool IsDeleted(RunningContainer container) => !Stage.Store.Tasks.ContainsKey(container.TaskId)
        && Stage.Now - Stage.TouchedAt.GetValueOrDefault(container.Service) < Memory;

    // What is cut off, without power, or not heard of is replaced by Swarm whatever we do; and what the enforcer has taken away
    // for a label of the user's nobody sees stopping.
    private bool IsKnownAlive(RunningContainer container, DateTimeOffset writtenAt) => !container.Node.IsCut
        && _unwellAt.GetValueOrDefault(container.NodeId) + Recovery < writtenAt
        && !_evicted.Contains(container.TaskId)
        && !IsDeleted(container)
        && Stage.Store.Nodes.GetValueOrDefault(container.NodeId) is { State: NodeState.Ready };
}
