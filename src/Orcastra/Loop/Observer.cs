using System.Collections.Immutable;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Remembering;

namespace Orcastra.Loop;

/// <summary>Looks at the whole Swarm in a constant number of requests. A part that fails fails the look.</summary>
/// <param name="docker">The engine.</param>
/// <param name="memory">Where memory is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class Observer(DockerClient docker, SwarmRecord memory, TimeProvider time)
{
    private readonly EarlierAnswer<Service> _services = new();
    private readonly EarlierAnswer<Node> _nodes = new();
    private readonly EarlierAnswer<SwarmTask> _tasks = new();
    private (ImmutableArray<Service>, ImmutableArray<Node>, ImmutableArray<SwarmTask>) _parts;
    private ClusterSnapshot? _snapshot;
    private Remembered _remembered = Remembered.From(null);

    /// <summary>Takes a snapshot.</summary>
    public async Task<Observation> LookAsync(CancellationToken stop)
    {
        var takenAt = time.GetUtcNow();

        // Memory and services first, tasks last: whatever changes in between makes a later write conflict, and tasks that
        // are newer than their service only show its consequences sooner.
        _remembered = _remembered.Again(await memory.ReadAsync(stop));
        var services = await docker.Services.ListAsync(_services, stop);
        var nodes = await docker.Nodes.ListAsync(_nodes, stop);
        var tasks = await docker.Tasks.ListAsync(_tasks, stop);
        return new(Snapshot(takenAt, services, nodes, tasks), _remembered);
    }

    /// <summary>Looks at the nodes alone.</summary>
    public async Task<ClusterSnapshot> LookAtNodesAsync(CancellationToken stop) =>
        new(time.GetUtcNow(), await docker.Nodes.ListAsync(_nodes, stop), [], []);

    // An answer of which not a byte has changed is the list object of before: where all three are, so are their indexes.
    private ClusterSnapshot Snapshot(DateTimeOffset takenAt, ImmutableArray<Service> services, ImmutableArray<Node> nodes, ImmutableArray<SwarmTask> tasks)
    {
        var parts = (services, nodes, tasks);
        _snapshot = _snapshot is not null && parts == _parts ? _snapshot.SeenAgain(takenAt) : new(takenAt, nodes, services, tasks);
        _parts = parts;
        return _snapshot;
    }
}

/// <summary>All that one look showed.</summary>
/// <param name="Snapshot">The Swarm.</param>
/// <param name="Remembered">What was remembered in it.</param>
internal sealed record Observation(ClusterSnapshot Snapshot, Remembered Remembered);
