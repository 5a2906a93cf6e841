namespace Orcastra.Commands.Filing;

/// <summary>The Swarm's queue of commands, as the clerk sees it. All of it can be asked twice without harm.</summary>
internal interface IQueue
{
    /// <summary>Adds an entry; one with this ID that is there already stays as it is.</summary>
    /// <param name="id">The entry's ID, given by whoever adds it.</param>
    /// <param name="text">The command.</param>
    /// <param name="origin">Who adds it.</param>
    /// <param name="stop">Ends the attempt.</param>
    Task AddAsync(string id, string text, string origin, CancellationToken stop);

    /// <summary>How an entry ended; null while it has not.</summary>
    Task<Ending?> OutcomeOfAsync(string id, CancellationToken stop);

    /// <summary>The IDs of all entries of this origin.</summary>
    Task<IReadOnlyCollection<string>> ListAsync(string origin, CancellationToken stop);

    /// <summary>Removes an entry, if it is there.</summary>
    Task RemoveAsync(string id, CancellationToken stop);
}

/// <summary>How a command ended.</summary>
/// <param name="Outcome"><c>done</c>, <c>failed</c>, <c>refused</c> or <c>unknown</c>.</param>
/// <param name="Text">What came of it, in one line.</param>
/// <param name="At">When it ended.</param>
internal sealed record Ending(string Outcome, string Text, DateTimeOffset At);
