namespace Orcastra.Execution;

/// <summary>How carrying out a plan went.</summary>
/// <param name="Written">Writes that took effect.</param>
/// <param name="Dropped">Writes dropped because the Swarm had changed: the next look decides anew.</param>
/// <param name="Failed">Writes that failed for another reason.</param>
internal sealed record Outcome(int Written, int Dropped, int Failed)
{
    /// <summary>Nothing was to be done.</summary>
    public static Outcome Idle { get; } = new(0, 0, 0);

    /// <summary>False if what the plan wants remembered could not be written: then nothing of it has happened.</summary>
    public bool IsRemembered { get; init; } = true;

    /// <summary>True if the Swarm is different now, so that another look is due at once.</summary>
    public bool HasChanged => Written > 0;
}
