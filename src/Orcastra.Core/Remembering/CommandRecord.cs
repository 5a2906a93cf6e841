namespace Orcastra.Core.Remembering;

/// <summary>
/// One command on its way, kept in the Swarm from when it is given until whoever gave it has taken note of its end: which
/// instance carries it out, and how often that one dies meanwhile, does not matter.
/// </summary>
/// <param name="Text">The command.</param>
/// <param name="Origin">Who waits for its end: a node's command file, or somebody at a shell.</param>
/// <param name="GivenAt">When it was given.</param>
public sealed record CommandRecord(string Text, string Origin, DateTimeOffset GivenAt)
{
    /// <summary>Since when it could have been begun if nothing had stood in its way; null if nothing did.</summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>When it was begun; null before.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>What was before it began, by which its effect is told from what was there already; empty if nothing is needed.</summary>
    public string Prior { get; init; } = "";

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><c>done</c>, <c>failed</c> or <c>refused</c>; empty until that is known: one that has failed ends once what it had begun is undone.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>What came of it, or what it waits for, in words.</summary>
    public string Says { get; init; } = "";

    /// <summary>True if nobody waits for its end, with which it is forgotten.</summary>
    public bool IsUnattended { get; init; }
}

/// <summary>A pause.</summary>
/// <param name="Since">When it began.</param>
/// <param name="By">Who asked for it.</param>
public sealed record Pause(DateTimeOffset Since, string By);
