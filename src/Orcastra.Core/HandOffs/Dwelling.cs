using System.Collections.Immutable;
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
    public static DateTimeOffset? NotBefore(PlanningContext context, Memory memory, Group group) =>
        NotBefore(context, memory.Dwells.GetValueOrDefault(group.Anchor.Id), context.Snapshot.PlacesOf(group.Anchor.Id));

    /// <summary>When dependents may follow what has happened to their anchor once more; null if at once.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="dwell">What they followed last; null if nothing.</param>
    /// <param name="now">IDs that tell this happening from others.</param>
    public static DateTimeOffset? NotBefore(PlanningContext context, Dwell? dwell, IEnumerable<string> now)
    {
        if (dwell is null or { Moves: 0 } || dwell.Places.SequenceEqual(now))
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
        var dwell = Next(context, memory.Dwells.GetValueOrDefault(group.Anchor.Id), [.. context.Snapshot.PlacesOf(group.Anchor.Id)]);
        return memory with { Dwells = memory.Dwells.SetItem(group.Anchor.Id, dwell) };
    }

    /// <summary>What is remembered once dependents have followed.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="known">What they followed before; null if nothing.</param>
    /// <param name="now">IDs that tell this happening from others.</param>
    public static Dwell Next(PlanningContext context, Dwell? known, ImmutableArray<string> now)
    {
        if (known is not null && known.Places.SequenceEqual(now))
        {
            return known;
        }

        var isQuiet = known is null or { Moves: 0 } || context.Now - known.MovedAt > 4 * Length(context, known.Moves);
        return new(now, context.Now, isQuiet ? 1 : known!.Moves + 1);
    }

    /// <summary>Forgets the moves of services that are no more.</summary>
    public static Memory Forget(PlanningContext context, Memory memory) => memory with
    {
        Dwells = memory.Dwells.RemoveRange(memory.Dwells.Keys.Where(id => !context.Snapshot.Services.ContainsKey(id)).ToList()),
    };

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
