using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;
using Orcastra.Docker;

namespace Orcastra.Remembering;

/// <summary>
/// What services could be rolled back to before our writes: one config object a service. The spec is a label of it, not its
/// content: a label is replaced by one compare-and-swap, where content would have to be removed before it is made anew, and a
/// kill in between would lose it.
/// </summary>
/// <param name="docker">The engine.</param>
/// <param name="start">What the names of the objects begin with; the service's ID follows.</param>
internal sealed class KeptSpecs(DockerClient docker, string start)
{
    private const string SpecLabel = "orcastra.spec";
    private const string ServiceLabel = "orcastra.service";

    /// <summary>Name of the object of a service.</summary>
    public string NameOf(string serviceId) => start + serviceId;

    /// <summary>Makes sure that this spec is what is kept.</summary>
    /// <exception cref="ConflictException">Somebody else wrote in between; nothing was written.</exception>
    public async Task KeepAsync(Service service, PreviousSpec previous, CancellationToken stop)
    {
        var known = await docker.Configs.FindAsync(NameOf(service.Id), stop);
        if (known is not null && known.Labels.GetValueOrDefault(SpecLabel) == previous.Text)
        {
            return;
        }

        var labels = ImmutableSortedDictionary.CreateRange<string, string>(
            StringComparer.Ordinal, [new(ServiceLabel, service.Name), new(SpecLabel, previous.Text)]);
        await new SwarmRecord(docker, NameOf(service.Id)).WriteAsync(known, labels, stop);
    }

    /// <summary>The raw spec of that hash; null if it is not what is kept.</summary>
    public async Task<string?> ReadAsync(string serviceId, string userHash, CancellationToken stop) =>
        (await docker.Configs.FindAsync(NameOf(serviceId), stop))?.Labels.GetValueOrDefault(SpecLabel) is { } text && Holds(text, userHash) ? text : null;

    /// <summary>Removes what is kept for a service, if anything is.</summary>
    public Task RemoveAsync(string serviceId, CancellationToken stop) => new SwarmRecord(docker, NameOf(serviceId)).RemoveAsync(stop);

    /// <summary>All that is kept: the name of each object, and of its service.</summary>
    public async Task<ImmutableArray<(string Name, string Service)>> ListAsync(CancellationToken stop) =>
    [
        .. (await docker.Configs.ListAsync(start, stop))
            .Where(config => config.Name.StartsWith(start, StringComparison.Ordinal))
            .Select(config => (config.Name, config.Labels.GetValueOrDefault(ServiceLabel, "")))
            .Order(),
    ];

    // Memory is written first: who died before this object was written left an older spec in it.
    private static bool Holds(string text, string userHash)
    {
        try
        {
            return PreviousSpec.HashOf(text) == userHash;
        }
        catch (JsonException)
        {
            return false; // edited by hand
        }
    }
}
