using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Core.Leading;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Loop;
using Orcastra.Remembering;

namespace Orcastra.Cli.Status;

/// <summary>Looks at everything a status tells. Reads only: it makes no config object and registers nowhere.</summary>
/// <param name="docker">The engine.</param>
/// <param name="settings">The settings.</param>
/// <param name="time">The clock.</param>
internal sealed class StatusLook(DockerClient docker, Settings settings, TimeProvider time)
{
    /// <summary>Takes the look.</summary>
    public async Task<StatusReport> LookAsync(Policy policy, CancellationToken stop)
    {
        var lease = await new SwarmRecord(docker, Engine.LeaseName(settings)).ReadAsync(stop);
        var seen = await new Observer(docker, new SwarmRecord(docker, Engine.MemoryName(settings)), time).LookAsync(stop);
        return Of(seen, lease, policy, Processes.IsGone);
    }

    /// <summary>The report of what was seen.</summary>
    public static StatusReport Of(Observation seen, SwarmConfig? lease, Policy policy, Func<Instance, bool> isProcessGone)
    {
        var memory = seen.Remembered.Memory;
        var plan = ClusterPlanner.Plan(seen.Snapshot, policy, memory, seen.Snapshot.TakenAt);
        return new(
            seen.Snapshot,
            Acting(lease, seen.Snapshot, isProcessGone),
            new Standings(seen.Snapshot, policy, memory, plan).Anchors(),
            memory,
            seen.Remembered.Config is not null,
            plan);
    }

    private static ActingReport Acting(SwarmConfig? lease, ClusterSnapshot snapshot, Func<Instance, bool> isProcessGone)
    {
        if (lease is null)
        {
            return new(null, "nobody: no instance has acted in this Swarm yet, or all was released", false);
        }

        var state = LeaseState.Read(lease.Labels);
        if (state.Holder is not { } holder)
        {
            return new(state, "nobody: the last instance has left", false);
        }

        var trouble = snapshot.IsGone(holder.NodeId) ? "its node is gone" : isProcessGone(holder) ? "its process has ended" : "";
        return new(state, $"{Name(holder, snapshot)}{(trouble.Length > 0 ? $", but {trouble}: the next instance takes over at once" : "")}", trouble.Length > 0);
    }

    /// <summary>An instance for people.</summary>
    public static string Name(Instance instance, ClusterSnapshot snapshot) =>
        $"the instance on {snapshot.NameOf(instance.NodeId)} (process {instance.ProcessId} of {instance.Host})";

    /// <summary>Standbys for people.</summary>
    public static ImmutableArray<string> Standbys(LeaseState? state, ClusterSnapshot snapshot) =>
        state is null ? [] : [.. state.Standbys.Select(text => Instance.Parse(text) is { } standby ? Name(standby, snapshot) : text)];
}
