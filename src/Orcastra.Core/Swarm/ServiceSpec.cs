using System.Collections.Immutable;

namespace Orcastra.Core.Swarm;

/// <summary>The kind of a service.</summary>
public enum ServiceMode
{
    /// <summary>A wished number of tasks.</summary>
    Replicated,

    /// <summary>One task on each node that fits.</summary>
    Global,

    /// <summary>Runs a number of tasks to their end.</summary>
    ReplicatedJob,

    /// <summary>Runs one task to its end on each node.</summary>
    GlobalJob,
}

/// <summary>When Swarm starts a task again by itself.</summary>
public enum RestartCondition
{
    /// <summary>Always (Swarm's default).</summary>
    Any,

    /// <summary>Only after an exit code other than 0.</summary>
    OnFailure,

    /// <summary>Never.</summary>
    None,
}

/// <summary>Swarm's restart policy of a service.</summary>
/// <param name="Condition">When to restart.</param>
/// <param name="MaxAttempts">How often; 0 means without end.</param>
/// <param name="Delay">Time between an end and the new start.</param>
public readonly record struct RestartPolicy(RestartCondition Condition, ulong MaxAttempts, TimeSpan Delay);

/// <summary>How Swarm's updater replaces the tasks of a service.</summary>
/// <param name="Parallelism">Tasks at a time; 0 means all at once.</param>
/// <param name="StartFirst">True if the new task starts before the old one stops.</param>
/// <param name="Monitor">How long a new task is watched for failure.</param>
public readonly record struct UpdateConfig(ulong Parallelism, bool StartFirst, TimeSpan Monitor);

/// <summary>A mount of a service.</summary>
/// <param name="Type"><c>bind</c>, <c>volume</c>, <c>tmpfs</c>, <c>npipe</c> or <c>cluster</c>.</param>
/// <param name="Source">Path or volume name; empty for an anonymous volume.</param>
/// <param name="Target">Path in the container.</param>
/// <param name="ReadOnly">True if the container cannot write to it.</param>
/// <param name="Driver">Volume driver; empty means <c>local</c>.</param>
/// <param name="DriverOptions">Options of the volume driver, such as <c>type=nfs</c>.</param>
public sealed record Mount(string Type, string Source, string Target, bool ReadOnly, string Driver, ImmutableDictionary<string, string> DriverOptions);

/// <summary>A port published on the node itself.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="Port">The node's port.</param>
public readonly record struct HostPort(string Protocol, uint Port);

/// <summary>What Orcastra reads of a service spec. What is written back is the raw JSON, never this.</summary>
/// <param name="Name">The service's full name.</param>
/// <param name="Labels">Service labels.</param>
/// <param name="Mode">Its kind.</param>
/// <param name="Replicas">Wished tasks of a replicated service.</param>
/// <param name="Constraints">Placement constraints.</param>
/// <param name="MaxReplicasPerNode">0 means no limit.</param>
/// <param name="Platforms">Platforms of its image; empty means any.</param>
/// <param name="Reservations">What each task reserves.</param>
/// <param name="HostPorts">Ports published in host mode.</param>
/// <param name="Mounts">Its mounts.</param>
/// <param name="NetworkIds">Networks it is attached to.</param>
/// <param name="StopGrace">How long a container may take to stop before it is killed (Swarm's default: 10 s).</param>
/// <param name="Restart">Swarm's own restart policy.</param>
/// <param name="Update">How its tasks are replaced.</param>
/// <param name="ForceUpdate">The counter that forces a restart when it is raised.</param>
/// <param name="UserHash">
/// Hash of the whole raw spec without what Orcastra itself puts there for a time (gate constraint, mark) and without
/// <paramref name="ForceUpdate"/>: equal hashes mean that its owner has not deployed in between.
/// </param>
public sealed record ServiceSpec(
    string Name,
    ImmutableSortedDictionary<string, string> Labels,
    ServiceMode Mode,
    ulong Replicas,
    ImmutableArray<string> Constraints,
    ulong MaxReplicasPerNode,
    ImmutableArray<Platform> Platforms,
    Resources Reservations,
    ImmutableArray<HostPort> HostPorts,
    ImmutableArray<Mount> Mounts,
    ImmutableArray<string> NetworkIds,
    TimeSpan StopGrace,
    RestartPolicy Restart,
    UpdateConfig Update,
    ulong ForceUpdate,
    string UserHash)
{
    /// <summary>Bytes of the owner's part of the spec.</summary>
    public int Size { get; init; }

    /// <summary>True for the two kinds that run to an end.</summary>
    public bool IsJob => Mode is ServiceMode.ReplicatedJob or ServiceMode.GlobalJob;

    /// <summary>The stack that deployed it; empty if none did.</summary>
    public string Stack => Labels.GetValueOrDefault("com.docker.stack.namespace", "");
}
