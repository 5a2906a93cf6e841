namespace Orcastra.Core.Swarm;

/// <summary>
/// A task's state, in SwarmKit's own order: every state greater than <see cref="Running"/> is an end.
/// </summary>
public enum TaskState
{
    /// <summary>Created, not yet seen by the allocator.</summary>
    New,

    /// <summary>Waits for resources or for a node that satisfies its constraints.</summary>
    Pending,

    /// <summary>Has a node.</summary>
    Assigned,

    /// <summary>The node took it.</summary>
    Accepted,

    /// <summary>The node pulls the image or creates the container.</summary>
    Preparing,

    /// <summary>Could start, waits for its turn.</summary>
    Ready,

    /// <summary>The container is being started, or its health check has not answered yet.</summary>
    Starting,

    /// <summary>The container runs.</summary>
    Running,

    /// <summary>Ended with exit code 0.</summary>
    Complete,

    /// <summary>Was told to stop and has stopped.</summary>
    Shutdown,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>The node refused it, or the constraint enforcer took it away.</summary>
    Rejected,

    /// <summary>To be removed as its service was scaled down or removed.</summary>
    Remove,

    /// <summary>Its node has been gone for a day.</summary>
    Orphaned,
}
