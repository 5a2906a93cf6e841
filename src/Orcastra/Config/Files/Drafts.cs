using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>A text and where it stands.</summary>
/// <param name="Text">The text.</param>
/// <param name="Place">Where it starts.</param>
internal readonly record struct Placed(string Text, Place Place);

/// <summary>A static label as a file declares it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Place">Where its key stands.</param>
internal readonly record struct LabelDraft(string Key, string Value, Place Place);

/// <summary>A node as one file declares it, before the files are put together.</summary>
/// <param name="Name">Hostname or ID.</param>
/// <param name="Ip">Its address; empty if none is given.</param>
/// <param name="Labels">Its static labels.</param>
/// <param name="Place">Where its name stands.</param>
internal sealed record NodeDraft(string Name, string Ip, ImmutableArray<LabelDraft> Labels, Place Place)
{
    /// <summary>Its <c>role</c>.</summary>
    public NodeRole Role { get; init; }

    /// <summary>Its <c>host</c>; empty if none is given.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its <c>swarm</c>.</summary>
    public bool IsMember { get; init; } = true;
}

/// <summary>An anchor as one file declares it, before the files are put together.</summary>
/// <param name="Policy">What it means by itself.</param>
/// <param name="DependentPlaces">Where its dependents stand, in their order.</param>
/// <param name="Place">Where its name stands.</param>
internal sealed record AnchorDraft(AnchorPolicy Policy, ImmutableArray<Place> DependentPlaces, Place Place);

/// <summary>What one file says of nodes.</summary>
internal sealed record NodesDraft
{
    /// <summary>True if it names nodes at all.</summary>
    public bool HasNodes { get; init; }

    /// <summary>Its nodes.</summary>
    public ImmutableArray<NodeDraft> Nodes { get; init; } = [];

    /// <summary>Its <c>leader</c>.</summary>
    public Placed? Leader { get; init; }

    /// <summary>Its <c>advertise_addr</c>.</summary>
    public Placed? AdvertiseAddress { get; init; }

    /// <summary>Its <c>options.prune_unknown_labels</c>, <c>true</c> or <c>false</c>.</summary>
    public Placed? Prune { get; init; }
}

/// <summary>What one file says altogether.</summary>
/// <param name="Nodes">Of nodes.</param>
/// <param name="HasDependencies">True if it names dependencies at all.</param>
/// <param name="Anchors">Its anchors.</param>
internal sealed record FileDraft(NodesDraft Nodes, bool HasDependencies, ImmutableArray<AnchorDraft> Anchors)
{
    /// <summary>A file that says nothing.</summary>
    public static FileDraft Empty { get; } = new(new(), false, []);
}
