using System.Collections.Immutable;

namespace Orcastra.Core.Policies;

/// <summary>What the owner wants, validated. A reload replaces it whole.</summary>
public sealed record Policy
{
    /// <summary>Anchors in the order of the file.</summary>
    public ImmutableArray<AnchorPolicy> Anchors { get; init; } = [];

    /// <summary>Nodes in the order of the file.</summary>
    public ImmutableArray<NodePolicy> Nodes { get; init; } = [];

    /// <summary>True if a file named nodes at all: without one no static label is touched.</summary>
    public bool HasNodes { get; init; }

    /// <summary>True if a file named dependencies at all.</summary>
    public bool HasDependencies { get; init; }

    /// <summary>The inventory's <c>leader</c>; empty if none is given.</summary>
    public string Leader { get; init; } = "";

    /// <summary>The inventory's <c>advertise_addr</c>; empty if none is given.</summary>
    public string AdvertiseAddress { get; init; } = "";

    /// <summary>How long the entry of a node stays that has come back under another ID.</summary>
    public TimeSpan StaleNode { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Remove node labels that no file and no anchor names.</summary>
    public bool PruneUnknownLabels { get; init; }

    /// <summary>False where services that declare themselves by a label are not to be followed: on the way out.</summary>
    public bool HeedsServiceLabels { get; init; } = true;

    /// <summary>What holds for anchors declared by a service label alone.</summary>
    public DependencyDefaults Defaults { get; init; } = new();

    /// <summary>Anchors whose dependents may be moved at the same time.</summary>
    public int MaxParallelGroups { get; init; } = 4;

    /// <summary>A service that is out of place for longer is given up until something changes.</summary>
    public TimeSpan MaxMismatch { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>With more than this share of the nodes down at once nothing is done, in percent.</summary>
    public int MaxLostNodesPercent { get; init; } = 50;

    /// <summary>How long a node may take from its reboot until it is back.</summary>
    public TimeSpan RebootTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Reboot nodes that show that they want it, within the maintenance window.</summary>
    public bool AutoReboot { get; init; }

    /// <summary>How long dependents stay after their anchor's second move in a row; doubles with each further one.</summary>
    public TimeSpan Dwell { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Why newer files are held back until their owner confirms them; empty if none are.</summary>
    public string HeldReload { get; init; } = "";

    /// <summary>False while the program is leaving: what is begun is finished, nothing new begins.</summary>
    public bool MayBegin { get; init; } = true;
}

/// <summary>Settings of an anchor that its own entry may override.</summary>
/// <param name="Stack">Stack of names without one.</param>
/// <param name="RestartDependents">Restart dependents when their anchor came back as a new task.</param>
/// <param name="HandOff">How dependents move.</param>
/// <param name="Bind">Bind dependents to the anchor's label for good.</param>
public sealed record DependencyDefaults(string Stack = "swarm-dev", bool RestartDependents = true, HandOffMode HandOff = HandOffMode.Ordered, bool Bind = false);
