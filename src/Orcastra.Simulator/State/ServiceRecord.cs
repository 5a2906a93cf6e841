namespace Orcastra.Simulator;

/// <summary>How an update of a service stands.</summary>
/// <param name="State">In the API's word.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="CompletedAt">When it ended; null if it has not.</param>
/// <param name="Message">In words.</param>
internal sealed record UpdateStatus(string State, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, string Message)
{
    public const string Updating = "updating";
    public const string Paused = "paused";
    public const string Completed = "completed";
    public const string RollbackStarted = "rollback_started";
    public const string RollbackPaused = "rollback_paused";
    public const string RollbackCompleted = "rollback_completed";
}

/// <summary>A service.</summary>
internal sealed class ServiceRecord(string id, ServiceSpec spec) : Record(id)
{
    public ServiceSpec Spec { get; set; } = spec;

    /// <summary>Tells specs apart. Not the service's own version, which status changes raise as well.</summary>
    public ulong SpecVersion { get; set; }

    public ServiceSpec? Previous { get; set; }

    public ulong PreviousSpecVersion { get; set; }

    public UpdateStatus? Update { get; set; }

    public ulong JobIteration { get; set; }

    public DateTimeOffset JobStartedAt { get; set; }

    /// <summary>Network ID and address of each virtual IP.</summary>
    public IReadOnlyList<(string Network, string Address)> VirtualIps { get; set; } = [];

    public ServiceSpec SpecBefore { get; private set; } = spec;

    public UpdateStatus? UpdateBefore { get; private set; }

    public bool IsRollingBack => Update?.State == UpdateStatus.RollbackStarted;

    public override void Remember() => (SpecBefore, UpdateBefore) = (Spec, Update);
}
