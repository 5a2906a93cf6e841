using System.Collections.Immutable;

namespace Orcastra.Core.Swarm;

/// <summary>What the managers know of a node's agent.</summary>
public enum NodeState
{
    /// <summary>Not heard of since the last change of leader: neither gone nor a place.</summary>
    Unknown,

    /// <summary>Its heartbeats have stopped.</summary>
    Down,

    /// <summary>It takes tasks.</summary>
    Ready,

    /// <summary>Its agent has left.</summary>
    Disconnected,
}

/// <summary>What the operator allows on a node.</summary>
public enum Availability
{
    /// <summary>Takes new tasks.</summary>
    Active,

    /// <summary>Keeps its tasks, takes no new ones.</summary>
    Pause,

    /// <summary>Its tasks are moved away.</summary>
    Drain,
}

/// <summary>Operating system and architecture, in the engine's spelling.</summary>
/// <param name="Os">Such as <c>linux</c>; empty means any.</param>
/// <param name="Architecture">Such as <c>x86_64</c> or <c>amd64</c>; empty means any.</param>
public readonly record struct Platform(string Os, string Architecture);

/// <summary>CPU, memory and generic resources, of a node or reserved by a task.</summary>
/// <param name="NanoCpus">Billionths of a core.</param>
/// <param name="MemoryBytes">Bytes.</param>
/// <param name="Generic">Count by kind of generic resource (named ones count one each).</param>
public sealed record Resources(long NanoCpus, long MemoryBytes, ImmutableDictionary<string, long> Generic)
{
    /// <summary>Nothing at all.</summary>
    public static Resources None { get; } = new(0, 0, ImmutableDictionary<string, long>.Empty);
}

/// <summary>One entry of <c>GET /nodes</c>.</summary>
/// <param name="Id">Swarm's ID. Two entries may share a hostname after a rejoin.</param>
/// <param name="Version">The version a write compares with.</param>
/// <param name="Hostname">As the node reported it.</param>
/// <param name="Address">The address its managers see.</param>
/// <param name="State">What is known of its agent.</param>
/// <param name="Availability">What the operator allows on it.</param>
/// <param name="Role">Desired role: <c>manager</c> or <c>worker</c>.</param>
/// <param name="IsLeader">True for the Raft leader.</param>
/// <param name="Labels">Node labels.</param>
/// <param name="EngineLabels">Labels of its engine.</param>
/// <param name="Platform">What it can run.</param>
/// <param name="Resources">What it has.</param>
/// <param name="Plugins">Its engine's plugins as <c>type/name</c>.</param>
public sealed record Node(
    string Id,
    ulong Version,
    string Hostname,
    string Address,
    NodeState State,
    Availability Availability,
    string Role,
    bool IsLeader,
    ImmutableSortedDictionary<string, string> Labels,
    ImmutableSortedDictionary<string, string> EngineLabels,
    Platform Platform,
    Resources Resources,
    ImmutableHashSet<string> Plugins)
{
    /// <summary>Where the other managers reach it; empty for a worker, and for one that is only about to become a manager.</summary>
    public string ManagerAddress { get; init; } = "";

    /// <summary>True if the Raft leader reaches this manager.</summary>
    public bool IsReachableManager { get; init; }

    /// <summary>When it joined, by the managers' clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>True if it is wanted as a manager, whether it has become one or not.</summary>
    public bool IsManager => Role == "manager";

    /// <summary>True if it runs tasks and takes new ones.</summary>
    public bool TakesTasks => State == NodeState.Ready && Availability == Availability.Active;

    /// <summary>True if its tasks cannot be counted as running any more.</summary>
    public bool IsGone => State is NodeState.Down or NodeState.Disconnected;
}
