using Orcastra.Commands.Filing;
using Orcastra.Core.Remembering;
using Orcastra.Docker;
using Orcastra.Remembering;

namespace Orcastra.Commands;

/// <summary>
/// Commands on their way, in the Swarm's memory: whoever may talk to a manager gives them, and the instance that acts carries
/// them out. Each is known by an ID of its giver's, so that giving it again gives nothing new.
/// </summary>
/// <param name="memory">Where memory is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class SwarmQueue(SwarmRecord memory, TimeProvider time) : IQueue
{
    /// <summary>As many commands are kept at once: all are in one object, which each pass reads.</summary>
    public const int Most = 100;

    // Each pass of the instance that acts may write memory, too: that many in a row have never been seen.
    private const int MostConflicts = 20;

    /// <summary>Gives a command; nothing happens if it is there already.</summary>
    /// <exception cref="DockerException">The Swarm could not be asked; it may have been given all the same.</exception>
    public Task AddAsync(string id, string text, string origin, CancellationToken stop) => EditAsync(
        known => known.Commands.ContainsKey(id) ? known : known with { Commands = known.Commands.SetItem(id, new(text, origin, time.GetUtcNow())) }, stop);

    /// <summary>Gives a command unless as many as are kept are there already: whoever gives one every minute must not fill the Swarm while nobody carries them out.</summary>
    /// <returns>False if there were too many; nothing was given then.</returns>
    /// <exception cref="DockerException">The Swarm could not be asked; it may have been given all the same.</exception>
    public async Task<bool> TryAddAsync(string id, CommandRecord record, CancellationToken stop)
    {
        var hasRoom = true;
        await EditAsync(
            known =>
            {
                hasRoom = known.Commands.ContainsKey(id) || known.Commands.Count < Most;
                return hasRoom ? known with { Commands = known.Commands.SetItem(id, known.Commands.GetValueOrDefault(id, record)) } : known;
            },
            stop);
        return hasRoom;
    }

    /// <inheritdoc/>
    public async Task<Ending?> OutcomeOfAsync(string id, CancellationToken stop) => await FindAsync(id, stop) switch
    {
        null => new("unknown", "its record is gone from the Swarm: released, or removed by hand", time.GetUtcNow()),
        { EndedAt: { } at } ended => new(ended.Outcome, ended.Says, at),
        _ => null,
    };

    /// <summary>What has become of a command; null if there is none of that ID.</summary>
    public async Task<CommandRecord?> FindAsync(string id, CancellationToken stop) => (await ReadAsync(stop)).Memory.Commands.GetValueOrDefault(id);

    /// <summary>Takes a command back that nobody has begun.</summary>
    /// <returns>False if it was begun, or has ended: then it stays.</returns>
    public async Task<bool> WithdrawAsync(string id, CancellationToken stop)
    {
        var isWithdrawn = false;
        await EditAsync(
            known =>
            {
                isWithdrawn = known.Commands.GetValueOrDefault(id) is { BegunAt: null, EndedAt: null };
                return isWithdrawn ? known with { Commands = known.Commands.Remove(id) } : known;
            },
            stop);
        return isWithdrawn;
    }

    /// <summary>The command that has to end before this one is begun, since one giver's are carried out one after the other; null if there is none.</summary>
    public async Task<CommandRecord?> AheadOfAsync(string id, CancellationToken stop)
    {
        var commands = (await ReadAsync(stop)).Memory.Commands;
        return commands.TryGetValue(id, out var own)
            ? commands.Where(entry => entry.Key != id && entry.Value.EndedAt is null && entry.Value.Origin == own.Origin && entry.Value.GivenAt <= own.GivenAt)
                .Select(entry => entry.Value).MinBy(record => record.GivenAt)
            : null;
    }

    /// <summary>IDs of the commands of one origin, whether they have ended or not.</summary>
    public async Task<IReadOnlyCollection<string>> ListAsync(string origin, CancellationToken stop) =>
        [.. (await ReadAsync(stop)).Memory.Commands.Where(entry => entry.Value.Origin == origin).Select(entry => entry.Key)];

    /// <summary>Takes note of a command's end: it is known no more.</summary>
    public Task RemoveAsync(string id, CancellationToken stop) => EditAsync(known => known with { Commands = known.Commands.Remove(id) }, stop);

    private async Task EditAsync(Func<Memory, Memory> edit, CancellationToken stop)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var before = await ReadAsync(stop);
            if (before.ChangeTo(edit(before.Memory)) is not { } labels)
            {
                return;
            }

            try
            {
                await memory.WriteAsync(before.Config, labels, stop);
                return;
            }
            catch (ConflictException) when (conflicts < MostConflicts)
            {
                // Decided anew on what is there now.
            }
        }
    }

    private async Task<Remembered> ReadAsync(CancellationToken stop) => Remembered.From(await memory.ReadAsync(stop));
}
