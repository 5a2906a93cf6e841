namespace Orcastra.Logging;

/// <summary>Something that was done, or tried.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Runner">The capability that did it.</param>
/// <param name="Kind">What, as plans name it: <c>set-node-label</c>, <c>hand-off</c>…</param>
/// <param name="Subject">The service or node it was done to.</param>
/// <param name="Reason">Why.</param>
/// <param name="Outcome">What came of it, in words.</param>
public sealed record JournalEntry(DateTimeOffset At, string Runner, string Kind, string Subject, string Reason, string Outcome)
{
    /// <summary>True if it did not succeed and somebody should look: it is logged as a warning.</summary>
    public bool IsFailure { get; init; }
}
