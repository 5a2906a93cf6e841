using Orcastra.Core.Swarm;

namespace Orcastra.Core.Remembering;

/// <summary>How far a drain has come.</summary>
public enum DrainState
{
    /// <summary>Services are being brought up elsewhere.</summary>
    UnderWay,

    /// <summary>Nothing that can be moved runs there any more, and the node is drained.</summary>
    Drained,

    /// <summary>It was given up, and the node is what it was before.</summary>
    Failed,
}

/// <summary>
/// The wish to empty a node, and what came of it. What is still to be done is seen in the Swarm: nothing here says which
/// service comes next.
/// </summary>
/// <param name="NodeId">The node.</param>
/// <param name="BegunAt">When it was asked for.</param>
/// <param name="IsForced">True if what cannot be moved in order is left to Swarm's own drain.</param>
/// <param name="Prior">The node's availability before.</param>
/// <param name="Total">Services that were to be moved when it began.</param>
/// <param name="Left">The fewest that were left so far.</param>
/// <param name="ProgressAt">When that last changed.</param>
public sealed record Drain(string NodeId, DateTimeOffset BegunAt, bool IsForced, Availability Prior, int Total, int Left, DateTimeOffset ProgressAt)
{
    /// <summary>How far it has come.</summary>
    public DrainState State { get; init; }

    /// <summary>Why it failed; empty if it did not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was first seen to take no tasks any more; null before.</summary>
    public DateTimeOffset? CordonedAt { get; init; }

    /// <summary>When it was to become drained, as the last step; null before, and where its owner has drained it himself.</summary>
    public DateTimeOffset? SwitchedAt { get; init; }

    /// <summary>When it came to its end; null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>True once nothing has to be written for it any more: what its owner does to the node from then on is not undone.</summary>
    public bool IsOver { get; init; }
}
