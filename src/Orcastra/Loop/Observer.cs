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
    /// <summary>Takes a snapshot.</summary>
    public async Task<Observation> LookAsync(CancellationToken stop)
    {
        var takenAt = time.GetUtcNow();

        // Memory and services first, tasks last: whatever changes in between makes a later write conflict, and tasks that
        // are newer than their service only show its consequences sooner.
        var remembered = Remembered.From(await memory.ReadAsync(stop));
        var services = await docker.Services.ListAsync(stop);
        var nodes = await docker.Nodes.ListAsync(stop);
        var tasks = await docker.Tasks.ListAsync(stop);
        return new(new ClusterSnapshot(takenAt, nodes, services, tasks), remembered);
    }

    /// <summary>Looks at the nodes alone.</summary>
    public async Task<ClusterSnapshot> LookAtNodesAsync(CancellationToken stop) =>
        new(time.GetUtcNow(), await docker.Nodes.ListAsync(stop), [], []);
}

/// <summary>All that one look showed.</summary>
/// <param name="Snapshot">The Swarm.</param>
/// <param name="Remembered">What was remembered in it.</param>
internal sealed record Observation(ClusterSnapshot Snapshot, Remembered Remembered);
