using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Bench;

/// <summary>The Swarm at one moment.</summary>
internal sealed record Look(ImmutableArray<Service> Services, ImmutableArray<Node> Nodes, ImmutableArray<SwarmTask> Tasks)
{
    /// <summary>Looks.</summary>
    public static async Task<Look> TakeAsync(BenchLab lab) => new(
        await lab.Docker.Services.ListAsync(default),
        await lab.Docker.Nodes.ListAsync(default),
        await lab.Docker.Tasks.ListAsync(default));

    /// <summary>A service by name.</summary>
    public Service Service(string name) => Services.First(service => service.Name == name);

    /// <summary>A node by hostname.</summary>
    public Node Node(string hostname) => Nodes.First(node => node.Hostname == hostname);

    /// <summary>The task of a service that runs on a node; null if none does, or another one is still up elsewhere.</summary>
    public SwarmTask? RunningOn(string service, string hostname)
    {
        var id = Service(service).Id;
        var up = Tasks.Where(task => task.ServiceId == id && !task.HasEnded).ToList();
        return up is [{ State: TaskState.Running, IsWanted: true } only] && only.NodeId == Node(hostname).Id ? only : null;
    }
}
