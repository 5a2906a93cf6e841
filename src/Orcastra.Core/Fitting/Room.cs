using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Fitting;

/// <summary>What a node has left for further tasks, counted as SwarmKit's scheduler does: by reservations, never by usage.</summary>
/// <param name="NanoCpus">Billionths of a core.</param>
/// <param name="MemoryBytes">Bytes.</param>
/// <param name="Generic">Generic resources by kind.</param>
/// <param name="Ports">Host ports in use.</param>
internal sealed record Room(long NanoCpus, long MemoryBytes, ImmutableDictionary<string, long> Generic, ImmutableHashSet<HostPort> Ports)
{
    /// <summary>
    /// What is free on a node. Tasks that are told to stop count until they have: their containers still hold it.
    /// </summary>
    /// <param name="snapshot">The Swarm.</param>
    /// <param name="node">The node.</param>
    /// <param name="expected">Services about to send tasks there, once for each task.</param>
    public static Room On(ClusterSnapshot snapshot, Node node, IEnumerable<ServiceSpec> expected)
    {
        var room = new Room(node.Resources.NanoCpus, node.Resources.MemoryBytes, node.Resources.Generic, []);
        var present = snapshot.TasksOn(node.Id)
            .Where(task => !task.HasEnded)
            .Select(task => snapshot.Services.GetValueOrDefault(task.ServiceId)?.Spec)
            .OfType<ServiceSpec>();
        return present.Concat(expected).Aggregate(room, (left, spec) => left.Without(spec));
    }

    /// <summary>The room after one more task of that spec.</summary>
    public Room Without(ServiceSpec spec) => new(
        NanoCpus - spec.Reservations.NanoCpus,
        MemoryBytes - spec.Reservations.MemoryBytes,
        spec.Reservations.Generic.Aggregate(Generic, (left, pair) => left.SetItem(pair.Key, left.GetValueOrDefault(pair.Key) - pair.Value)),
        Ports.Union(spec.HostPorts));

    /// <summary>Why a task of that spec does not fit; null if it does.</summary>
    public string? Objection(ServiceSpec spec)
    {
        var wanted = spec.Reservations;
        if (wanted is { NanoCpus: 0, MemoryBytes: 0, Generic.IsEmpty: true })
        {
            return PortObjection(spec); // also where more is reserved than there is
        }

        if (wanted.NanoCpus > NanoCpus)
        {
            return $"it reserves {wanted.NanoCpus / 1e9:0.##} CPUs, {Math.Max(0, NanoCpus) / 1e9:0.##} are not reserved yet";
        }

        if (wanted.MemoryBytes > MemoryBytes)
        {
            return $"it reserves {wanted.MemoryBytes / 1048576} MiB, {Math.Max(0, MemoryBytes) / 1048576} MiB are not reserved yet";
        }

        foreach (var (kind, count) in wanted.Generic)
        {
            if (count > Generic.GetValueOrDefault(kind))
            {
                return $"it reserves {count} {kind}, {Math.Max(0, Generic.GetValueOrDefault(kind))} are left";
            }
        }

        return PortObjection(spec);
    }

    private string? PortObjection(ServiceSpec spec) =>
        spec.HostPorts.Where(Ports.Contains).Select(port => $"host port {port.Port}/{port.Protocol} is taken").FirstOrDefault();
}
