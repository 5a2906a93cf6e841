using Orcastra.Config;
using Orcastra.Docker;
using Orcastra.Remembering;

namespace Orcastra.Cli.Snapshots;

/// <summary>Looks at the Swarm as the loop does, but keeps what the engine said word by word.</summary>
internal static class RawLook
{
    /// <summary>Reads everything but the figures of memory, which are empty.</summary>
    public static async Task<RawSnapshot> LookAsync(DockerClient docker, Settings settings, TimeProvider time, CancellationToken stop)
    {
        var takenAt = time.GetUtcNow();
        var remembered = Remembered.From(await new SwarmRecord(docker, Engine.MemoryName(settings)).ReadAsync(stop));
        var services = await docker.Services.ListRawAsync(stop);
        var nodes = await docker.Nodes.ListRawAsync(stop);
        var tasks = await docker.Tasks.ListRawAsync(stop);
        return new(takenAt, nodes, services, tasks, [], remembered.Memory);
    }
}
