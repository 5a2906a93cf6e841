using System.Collections.Immutable;
using Orcastra.Core.Remembering;

namespace Orcastra.Core.Planning;

/// <summary>Why something was not done.</summary>
/// <param name="Runner">The capability that would have done it.</param>
/// <param name="Subject">Service or node it is about.</param>
/// <param name="Reason">Why not, and what would change it.</param>
public sealed record Refusal(string Runner, string Subject, string Reason)
{
    /// <summary>True if it is done by itself once something has ended that is under way: nobody need look.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>True if it is done by itself once the engine accepts it.</summary>
    public bool IsRejection { get; init; }
}

/// <summary>What one look at the Swarm leads to.</summary>
/// <param name="Actions">Writes, independent of each other.</param>
/// <param name="Refusals">What is wanted and not done, and why.</param>
/// <param name="Memory">What must be remembered before the first action is carried out.</param>
/// <param name="LookAgainAt">When time alone would change the plan; null if only an event can.</param>
/// <param name="IsMoving">True while something is under way and the Swarm should be watched closely.</param>
/// <param name="IsUnfinished">True while something of ours is in the Swarm that is there to be taken away again: no end yet.</param>
public sealed record Plan(
    ImmutableArray<PlannedAction> Actions,
    ImmutableArray<Refusal> Refusals,
    Memory Memory,
    DateTimeOffset? LookAgainAt,
    bool IsMoving,
    bool IsUnfinished)
{
    /// <summary>True if a trace of ours may be in the Swarm once this plan is carried out, be it in part.</summary>
    public bool MayLeaveTraces => IsUnfinished || Actions.Any(action => action.Match(set => Trace.IsOurs(set.Key), remove => Trace.IsOurs(remove.Key), _ => true, _ => true, _ => false, _ => false, _ => false, _ => false));

    /// <summary>A plan that does nothing and says why.</summary>
    public static Plan Nothing(Memory memory, params ReadOnlySpan<Refusal> why) => new([], [.. why], memory, null, false, memory.HandOffs.Count > 0);
}
