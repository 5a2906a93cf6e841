using System.Collections.Immutable;
using Orcastra.Docker;

namespace Orcastra.Remembering;

/// <summary>
/// One of our own config objects: labels that the Swarm keeps for us. Found by name once, then read by ID, since listing
/// configs returns everybody's content.
/// </summary>
/// <param name="docker">The engine.</param>
/// <param name="name">The object's name.</param>
internal sealed class SwarmRecord(DockerClient docker, string name)
{
    private string? _id;

    /// <summary>The object's name.</summary>
    public string Name => name;

    /// <summary>The object as it is now; null if it does not exist.</summary>
    public async Task<SwarmConfig?> ReadAsync(CancellationToken stop)
    {
        if (_id is not null)
        {
            try
            {
                return await docker.Configs.InspectAsync(_id, stop);
            }
            catch (NotFoundException)
            {
                _id = null; // removed, by `release` or by hand: there may be a new one of that name
            }
        }

        var found = await docker.Configs.FindAsync(name, stop);
        _id = found?.Id;
        return found;
    }

    /// <summary>Writes the labels over what was read; makes the object where there was none.</summary>
    /// <exception cref="ConflictException">Somebody else wrote in between; nothing was written.</exception>
    public Task WriteAsync(SwarmConfig? before, ImmutableSortedDictionary<string, string> labels, CancellationToken stop) => before is null
        ? docker.Configs.CreateAsync(name, labels, stop)
        : docker.Configs.UpdateLabelsAsync(before, labels, stop);

    /// <summary>Removes the object if it exists.</summary>
    /// <returns>True if it did.</returns>
    public async Task<bool> RemoveAsync(CancellationToken stop)
    {
        if (await ReadAsync(stop) is not { } found)
        {
            return false;
        }

        await docker.Configs.RemoveAsync(found.Id, stop);
        return true;
    }
}
