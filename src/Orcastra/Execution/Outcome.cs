using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Rebooting;

namespace Orcastra.Execution;

/// <summary>How carrying out a plan went.</summary>
/// <param name="Written">Writes that took effect.</param>
/// <param name="Dropped">Writes dropped because the Swarm had changed: the next look decides anew.</param>
/// <param name="Failed">Writes that failed for another reason.</param>
internal sealed record Outcome(int Written, int Dropped, int Failed)
{
    /// <summary>Nothing was to be done.</summary>
    public static Outcome Idle { get; } = new(0, 0, 0);

    /// <summary>What the engine rejected, while it answered well.</summary>
    public ImmutableArray<Rejection> Rejected { get; init; } = [];

    /// <summary>IDs of the services for which nothing is kept any more.</summary>
    public ImmutableArray<string> Forgotten { get; init; } = [];

    /// <summary>Reboots that were to be sent and were not, as far as that is certain.</summary>
    public ImmutableArray<RebootReport> NotRebooted { get; init; } = [];

    /// <summary>False if what the plan wants remembered could not be written: then nothing of it has happened.</summary>
    public bool IsRemembered { get; init; } = true;

    /// <summary>True if the Swarm is different now, so that another look is due at once.</summary>
    public bool HasChanged => Written > 0;
}

/// <summary>One thing that the engine rejected.</summary>
/// <param name="Action">What was to be done.</param>
/// <param name="Reason">Why not, in the engine's words.</param>
/// <param name="At">When.</param>
internal sealed record Rejection(PlannedAction Action, string Reason, DateTimeOffset At);
