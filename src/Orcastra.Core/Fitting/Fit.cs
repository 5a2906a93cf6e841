using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Fitting;

/// <summary>
/// Asks before a service is moved what SwarmKit's scheduler will ask afterwards (<c>scheduler/filter.go</c>): a task that
/// fits nowhere stays down for as long as it is held there.
/// </summary>
/// <param name="Snapshot">The Swarm.</param>
/// <param name="Service">The service to be placed; its own gate does not count.</param>
/// <param name="Assumed">Labels the target will have by then, by key.</param>
/// <param name="Expected">Services on their way to a node, by node ID, once for each task.</param>
public sealed record Fit(
    ClusterSnapshot Snapshot,
    Service Service,
    ImmutableDictionary<string, string> Assumed,
    ImmutableDictionary<string, ImmutableArray<ServiceSpec>> Expected)
{
    private ServiceSpec Spec => Service.Spec;

    /// <summary>Why that many tasks do not fit on these nodes together; null if they do.</summary>
    public string? Objection(IEnumerable<string> nodeIds, int tasks)
    {
        var objections = new List<string>();
        var free = 0;
        foreach (var id in nodeIds.Order(StringComparer.Ordinal))
        {
            var (count, objection) = Capacity(id, tasks);
            free += count;
            objections.Add($"{Snapshot.NameOf(id)}: {objection}");
        }

        return free >= tasks ? null : string.Join("; ", objections);
    }

    /// <summary>The nodes on which at least one task fits, in order.</summary>
    public ImmutableArray<string> Fitting(IEnumerable<string> nodeIds) => [.. nodeIds.Where(id => Capacity(id, 1).Count > 0)];

    private (int Count, string Objection) Capacity(string nodeId, int most)
    {
        if (!Snapshot.Nodes.TryGetValue(nodeId, out var node))
        {
            return (0, "it has left the Swarm");
        }

        if (Standing(node) is { } standing)
        {
            return (0, standing);
        }

        var room = Room.On(Snapshot, node, Expected.GetValueOrDefault(nodeId, []));
        var here = Snapshot.TasksOn(nodeId).Count(task => task.ServiceId == Service.Id && task.IsWanted && !task.HasEnded);
        for (var count = 0; count < most; count++)
        {
            if (Spec.MaxReplicasPerNode > 0 && (ulong)(here + count) >= Spec.MaxReplicasPerNode)
            {
                return (count, $"at most {Spec.MaxReplicasPerNode} of its tasks may run on a node");
            }

            if (room.Objection(Spec) is { } objection)
            {
                return (count, objection);
            }

            room = room.Without(Spec);
        }

        return (most, "fits");
    }

    private string? Standing(Node node)
    {
        if (node.State != NodeState.Ready)
        {
            return $"its state is {node.State.ToString().ToLowerInvariant()}";
        }

        if (node.Availability != Availability.Active)
        {
            return $"its availability is {node.Availability.ToString().ToLowerInvariant()}";
        }

        var then = node with { Labels = node.Labels.SetItems(Assumed) };
        var unmet = Trace.OwnConstraints(Spec).FirstOrDefault(text => Constraint.Parse(text)?.Matches(then) != true);
        if (unmet is not null)
        {
            return $"its constraint {unmet} is not met there";
        }

        if (!Spec.Platforms.IsEmpty && !Spec.Platforms.Any(platform => Platforms.Match(platform, node.Platform)))
        {
            return $"its image is not made for {node.Platform.Os}/{node.Platform.Architecture}";
        }

        return MissingDriver(node) is { } driver ? $"the volume driver {driver} is not installed there" : null;
    }

    private string? MissingDriver(Node node) => node.Plugins.IsEmpty ? null : Spec.Mounts
        .Where(mount => mount.Type == "volume" && mount.Driver is not ("" or "local"))
        .Select(mount => mount.Driver)
        .FirstOrDefault(driver => !node.Plugins.Contains($"Volume/{driver}") && !node.Plugins.Contains($"Volume/{driver}:latest"));
}
