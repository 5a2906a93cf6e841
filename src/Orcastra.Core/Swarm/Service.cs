namespace Orcastra.Core.Swarm;

/// <summary>Where the updater of a service stands. <c>UpdateStatus</c> has no author: anybody's write sets it.</summary>
public enum UpdateState
{
    /// <summary>No update since the service was created or last written to.</summary>
    None,

    /// <summary>Tasks are being replaced or watched.</summary>
    Updating,

    /// <summary>A new task failed and the updater stopped.</summary>
    Paused,

    /// <summary>All tasks were replaced. No proof of health.</summary>
    Completed,

    /// <summary>The previous spec is being brought back.</summary>
    RollbackStarted,

    /// <summary>A rollback stopped on failure.</summary>
    RollbackPaused,

    /// <summary>A rollback ended.</summary>
    RollbackCompleted,
}

/// <summary>One entry of <c>GET /services</c>.</summary>
/// <param name="Id">Swarm's ID.</param>
/// <param name="Version">The version a write compares with. Changes of status raise it too.</param>
/// <param name="Spec">What is wanted.</param>
/// <param name="PreviousSpec">What the user's <c>docker service rollback</c> would bring back; null if there is nothing.</param>
/// <param name="UpdateState">Where the updater stands.</param>
/// <param name="UpdateMessage">What the updater says about it.</param>
public sealed record Service(string Id, ulong Version, ServiceSpec Spec, ServiceSpec? PreviousSpec, UpdateState UpdateState, string UpdateMessage)
{
    /// <summary>
    /// The one placement constraint that the spec has over the previous one, where that is all that makes the owner's parts
    /// differ; else empty.
    /// </summary>
    public string AddedConstraint { get; init; } = "";

    /// <summary>The service's full name.</summary>
    public string Name => Spec.Name;

    /// <summary>
    /// True in the states in which a write would disturb: it resumes a paused rollout and restarts a running one.
    /// </summary>
    public bool IsMidRollout => UpdateState is UpdateState.Updating or UpdateState.Paused or UpdateState.RollbackStarted or UpdateState.RollbackPaused;

    /// <summary>True once the updater has stopped half-way: it goes on only with another write.</summary>
    public bool IsPaused => UpdateState is UpdateState.Paused or UpdateState.RollbackPaused;
}
