using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;

namespace Orcastra.Core.HandOffs;

/// <summary>
/// Spares the followers of a flapping anchor: they follow its first move at once, then only after a time that doubles
/// with each further move, up to an hour. Quiet for four times that long, and all is forgotten.
/// </summary>
internal static class Dwelling
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>When the anchor's dependents may set out; null if at once.</summary>
    public static DateTimeOffset? NotBefore(PlanningContext context, Memory memory, Group group)
    {
        if (!memory.Dwells.TryGetValue(group.Anchor.Id, out var dwell) || IsSameMove(context, dwell, group))
        {
            return null;
        }

        var due = dwell.MovedAt + Length(context, dwell.Moves);
        return due > context.Now ? due : null;
    }

    /// <summary>Remembers where an anchor is when it is first seen, so that its first move counts as its first.</summary>
    public static Memory Adopt(PlanningContext context, Memory memory, Group group)
    {
        var places = context.Snapshot.PlacesOf(group.Anchor.Id);
        return places.IsEmpty || memory.Dwells.ContainsKey(group.Anchor.Id)
            ? memory
            : memory with { Dwells = memory.Dwells.SetItem(group.Anchor.Id, new([.. places], context.Now, Moves: 0)) };
    }

    /// <summary>Remembers that the dependents set out after their anchor.</summary>
    public static Memory Note(PlanningContext context, Memory memory, Group group)
    {
        var known = memory.Dwells.GetValueOrDefault(group.Anchor.Id);
        if (known is not null && IsSameMove(context, known, group))
        {
            return memory;
        }

        var moves = known is null or { Moves: 0 } || context.Now - known.MovedAt > 4 * Length(context, known.Moves) ? 1 : known.Moves + 1;
        var dwell = new Dwell([.. context.Snapshot.PlacesOf(group.Anchor.Id)], context.Now, moves);
        return memory with { Dwells = memory.Dwells.SetItem(group.Anchor.Id, dwell) };
    }

    /// <summary>Forgets the moves of services that are no more.</summary>
    public static Memory Forget(PlanningContext context, Memory memory) => memory with
    {
        Dwells = memory.Dwells.RemoveRange(memory.Dwells.Keys.Where(id => !context.Snapshot.Services.ContainsKey(id)).ToList()),
    };

    private static bool IsSameMove(PlanningContext context, Dwell dwell, Group group) =>
        dwell.Places.SequenceEqual(context.Snapshot.PlacesOf(group.Anchor.Id));

    private static TimeSpan Length(PlanningContext context, int moves)
    {
        if (moves == 0)
        {
            return TimeSpan.Zero;
        }

        var ticks = context.Policy.Dwell.Ticks * Math.Pow(2, Math.Min(moves - 1, 20));
        return ticks < Longest.Ticks ? TimeSpan.FromTicks((long)ticks) : Longest;
    }
}
