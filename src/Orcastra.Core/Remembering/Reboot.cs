using Orcastra.Core.Swarm;

namespace Orcastra.Core.Remembering;

/// <summary>How far a reboot has come.</summary>
public enum RebootStage
{
    /// <summary>Its machine is asked who it is, before anything is touched.</summary>
    Looking,

    /// <summary>The node is being emptied.</summary>
    Emptying,

    /// <summary>It is empty, and may be rebooted once all that has to hold is seen to hold.</summary>
    Due,

    /// <summary>The reboot has been sent, or was about to be: it is never sent again.</summary>
    Sent,

    /// <summary>It is back, and gets its availability again.</summary>
    Returning,

    /// <summary>It was rebooted.</summary>
    Done,

    /// <summary>It was given up, and the node gets its availability again.</summary>
    Failed,
}

/// <summary>One reboot of a node, and what came of it. While it is not over no other node is rebooted or drained: it is the lock.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="BegunAt">When it was asked for.</param>
/// <param name="IsForced">True if what cannot be moved in order is left to Swarm's own drain.</param>
/// <param name="Prior">The node's availability before, which it gets again; drained where its owner has drained it.</param>
/// <param name="Origin">Who asked for it.</param>
public sealed record Reboot(string NodeId, DateTimeOffset BegunAt, bool IsForced, Availability Prior, string Origin)
{
    /// <summary>How far it has come.</summary>
    public RebootStage Stage { get; init; }

    /// <summary>When it came that far.</summary>
    public DateTimeOffset StageAt { get; init; } = BegunAt;

    /// <summary>The boot ID before; empty until it is sent.</summary>
    public string PriorBootId { get; init; } = "";

    /// <summary>When it was sent; null before.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why it failed; empty if it did not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True once nothing has to be written for it any more: what its owner does to the node from then on is not undone.</summary>
    public bool IsOver { get; init; }
}
