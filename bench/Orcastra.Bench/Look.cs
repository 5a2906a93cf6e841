using System.Collections.Immutable;
using Orcastra.Core.Swarm;
using Orcastra.Docker;

namespace Orcastra.Bench;

/// <summary>The Swarm at one moment.</summary>
internal sealed record Look(ImmutableArray<Service> Services, ImmutableArray<Node> Nodes, ImmutableArray<SwarmTask> Tasks)
{
    // Longer than anything here takes: after a power cut of their leader managers need most of a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Looks.</summary>
    public static async Task<Look> TakeAsync(BenchLab lab) => new(
        await lab.Docker.Services.ListAsync(default),
        await lab.Docker.Nodes.ListAsync(default),
        await lab.Docker.Tasks.ListAsync(default));

    /// <summary>Looks again and again until it is so; while the managers elect a leader, there is nothing to see.</summary>
    /// <returns>What was seen then.</returns>
    public static async Task<Look> UntilAsync(BenchLab lab, string what, Func<Look, bool> holds, int milliseconds = 50)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                if (await TakeAsync(lab) is var look && holds(look))
                {
                    return look;
                }
            }
            catch (NoQuorumException)
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        }

        throw new TimeoutException($"waited {Patience.TotalMinutes} min for {what}");
    }

    /// <summary>A service by name.</summary>
    public Service Service(string name) => Services.First(service => service.Name == name);

    /// <summary>A node by hostname.</summary>
    public Node Node(string hostname) => Nodes.First(node => node.Hostname == hostname);

    /// <summary>The tasks of a service that have not ended. Those of a dead node keep the state they had and do not count.</summary>
    public IReadOnlyList<SwarmTask> TasksOf(string service)
    {
        var id = Service(service).Id;
        var gone = Nodes.Where(node => node.IsGone).Select(node => node.Id).ToHashSet();
        return [.. Tasks.Where(task => task.ServiceId == id && !task.HasEnded && !gone.Contains(task.NodeId))];
    }

    /// <summary>The task of a service that runs on a node; null if none does, or another one is still up elsewhere.</summary>
    public SwarmTask? RunningOn(string service, string hostname) =>
        TasksOf(service) is [{ State: TaskState.Running, IsWanted: true } only] && only.NodeId == Node(hostname).Id ? only : null;

    /// <summary>Seconds from one service's running on a node to another one's, by that node's own clock.</summary>
    public double SecondsAfter(string first, string then, string hostname) =>
        (RunningOn(then, hostname)!.StatusAt - RunningOn(first, hostname)!.StatusAt).TotalSeconds;
}
