using System.Collections.Immutable;

namespace Orcastra.Core.Remembering;

/// <summary>Attempts at bringing one service where it belongs, or up again.</summary>
/// <param name="Count">Attempts made.</param>
/// <param name="LastAt">When the last one was made.</param>
/// <param name="Since">Since when it has been out of place or down.</param>
/// <param name="Circumstances">What the attempts depend on; when it changes they are counted anew.</param>
/// <param name="LastOutcome">How the last attempt ended.</param>
public sealed record Attempts(int Count, DateTimeOffset LastAt, DateTimeOffset Since, string Circumstances, string LastOutcome);

/// <summary>The tasks of an anchor that its dependents have been made to follow.</summary>
/// <param name="TaskIds">IDs of its running tasks, in order.</param>
public sealed record Adoption(ImmutableArray<string> TaskIds);

/// <summary>How often an anchor has moved, or come back, lately.</summary>
/// <param name="Places">IDs of the nodes, or of its tasks, that it ran on, or as, when its dependents last followed it, in order.</param>
/// <param name="MovedAt">When they did.</param>
/// <param name="Moves">How often in quick succession; each doubles the time to dwell.</param>
public sealed record Dwell(ImmutableArray<string> Places, DateTimeOffset MovedAt, int Moves);

/// <summary>What Orcastra must not forget when a process dies: kept in the Swarm itself.</summary>
public sealed record Memory
{
    /// <summary>Nothing remembered yet.</summary>
    public static Memory Empty { get; } = new();

    /// <summary>Hand-offs under way, by service ID.</summary>
    public ImmutableSortedDictionary<string, HandOff> HandOffs { get; init; } = Ordinal<HandOff>();

    /// <summary>Attempts, by service ID.</summary>
    public ImmutableSortedDictionary<string, Attempts> Attempts { get; init; } = Ordinal<Attempts>();

    /// <summary>Adopted anchor tasks, by service ID of the anchor.</summary>
    public ImmutableSortedDictionary<string, Adoption> Adoptions { get; init; } = Ordinal<Adoption>();

    /// <summary>Moves of anchors, by service ID of the anchor.</summary>
    public ImmutableSortedDictionary<string, Dwell> Dwells { get; init; } = Ordinal<Dwell>();

    /// <summary>Returns of anchors that restarted dependents, by service ID of the anchor.</summary>
    public ImmutableSortedDictionary<string, Dwell> Returns { get; init; } = Ordinal<Dwell>();

    /// <summary>Static labels that came from a file, by node ID.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> OwnedLabels { get; init; } = Ordinal<ImmutableSortedSet<string>>();

    /// <summary>Label names that were an anchor's.</summary>
    public ImmutableSortedSet<string> AnchorLabels { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Writes that the engine rejects, by service ID, or by node ID and label.</summary>
    public ImmutableSortedDictionary<string, Attempts> Rejections { get; init; } = Ordinal<Attempts>();

    /// <summary>Commands on their way, by their own ID.</summary>
    public ImmutableSortedDictionary<string, CommandRecord> Commands { get; init; } = Ordinal<CommandRecord>();

    /// <summary>What begins nothing new, by the name of the capability.</summary>
    public ImmutableSortedDictionary<string, Pause> Pauses { get; init; } = Ordinal<Pause>();

    /// <summary>Drains asked for and what came of them, by node ID.</summary>
    public ImmutableSortedDictionary<string, Drain> Drains { get; init; } = Ordinal<Drain>();

    /// <summary>Reboots asked for and what came of them, by node ID.</summary>
    public ImmutableSortedDictionary<string, Reboot> Reboots { get; init; } = Ordinal<Reboot>();

    /// <summary>What services could be rolled back to before our writes, by service ID.</summary>
    public ImmutableSortedDictionary<string, KeptSpec> Kept { get; init; } = Ordinal<KeptSpec>();

    /// <summary>Why the instance that acts holds newer files back, for whoever asks elsewhere; empty if it does not.</summary>
    public string HeldReload { get; init; } = "";

    private static ImmutableSortedDictionary<string, T> Ordinal<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
