using System.Collections.Immutable;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Docker.Wire;

namespace Orcastra.Simulating;

/// <summary>A node as the managers see it.</summary>
/// <param name="Name">Its hostname.</param>
/// <param name="State">Such as <c>ready</c>.</param>
/// <param name="Availability">Such as <c>active</c>.</param>
internal sealed record SeenNode(string Name, string State, string Availability);

/// <summary>A task that is wanted, or still stops.</summary>
/// <param name="Service">Its service.</param>
/// <param name="Node">Where; empty while it waits for a place.</param>
/// <param name="State">Its state.</param>
/// <param name="IsWanted">False while it stops.</param>
/// <param name="Why">Why it waits; empty if it does not.</param>
internal sealed record SeenTask(string Service, string Node, TaskState State, bool IsWanted, string Why);

/// <summary>What the Swarm showed of itself at one moment.</summary>
/// <param name="HasManagers">False while nobody answers; the rest is then as it was last.</param>
/// <param name="Leader">The leader's hostname; empty if there is none.</param>
/// <param name="Nodes">The nodes by hostname.</param>
/// <param name="Tasks">The tasks.</param>
internal sealed record Sight(bool HasManagers, string Leader, ImmutableDictionary<string, SeenNode> Nodes, ImmutableArray<SeenTask> Tasks)
{
    /// <summary>Before anybody has looked.</summary>
    public static Sight Nothing { get; } = new(true, "", ImmutableDictionary<string, SeenNode>.Empty, []);
}

/// <summary>Looks at the Swarm as its user does, twice a second.</summary>
/// <param name="world">Which.</param>
internal sealed class Lookout(World world)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Something has changed.</summary>
    public event Action<Sight, Sight>? Changed;

    /// <summary>What was seen last.</summary>
    public Sight Last { get; private set; } = Sight.Nothing;

    /// <summary>Looks for as long as the world stands.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            var now = await LookAsync();
            var before = Last;
            Last = now;
            Changed?.Invoke(before, now);
            await Sleep.ForAsync(Interval, world.Time, CancellationToken.None);
        }
    }

    /// <summary>Services, nodes and tasks, whole; null if nobody answers.</summary>
    public async Task<ClusterSnapshot?> SnapshotAsync() =>
        await world.User.ReadAsync("/services") is { } services && await world.User.ReadAsync("/nodes") is { } nodes && await world.User.ReadAsync("/tasks") is { } tasks
            ? new(world.Timeline.Now, NodeJson.ReadAll(nodes), ServiceJson.ReadAll(services), TaskJson.ReadAll(tasks))
            : null;

    private async Task<Sight> LookAsync()
    {
        if (await SnapshotAsync() is not { } seen)
        {
            return Last with { HasManagers = false, Leader = "" };
        }

        return new(
            true,
            seen.Nodes.Values.FirstOrDefault(node => node.IsLeader)?.Hostname ?? "",
            seen.Nodes.Values.GroupBy(node => node.Hostname).ToImmutableDictionary(same => same.Key, same => Of(same.OrderBy(node => node.IsGone).First())),
            [.. seen.Tasks.Where(task => !task.HasEnded && (task.IsWanted || task.IsStopping)).Select(task => Of(task, seen)).OrderBy(task => task.Service, StringComparer.Ordinal)]);
    }

    private static SeenNode Of(Node node) => new(node.Hostname, Word(node.State), Word(node.Availability));

    private static SeenTask Of(SwarmTask task, ClusterSnapshot seen) => new(
        seen.Services.GetValueOrDefault(task.ServiceId)?.Name ?? task.ServiceId,
        seen.Nodes.GetValueOrDefault(task.NodeId)?.Hostname ?? "",
        task.State,
        task.IsWanted,
        task.NodeId.Length == 0 ? task.Error : "");

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
