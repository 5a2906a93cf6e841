using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>Swarm services.</summary>
public sealed class ServicesEndpoint
{
    private readonly Exchange _exchange;

    internal ServicesEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>All services.</summary>
    public Task<ImmutableArray<Service>> ListAsync(CancellationToken stop) => ListAsync(new(), stop);

    /// <summary>All services, read from where the answer differs from the earlier one.</summary>
    public Task<ImmutableArray<Service>> ListAsync(EarlierAnswer<Service> earlier, CancellationToken stop) =>
        _exchange.ReadAsync("/services", (body, token) => JsonStreams.ReadArrayAsync(earlier, body, ServiceJson.Read, token), stop);

    /// <summary>All services as the engine shows them.</summary>
    public Task<JsonArray> ListRawAsync(CancellationToken stop) => _exchange.ReadAsync("/services", JsonStreams.ReadRawArrayAsync, stop);

    /// <summary>
    /// Edits the raw spec and writes it back. It is written also if nothing changes: such a write moves the spec to
    /// <c>PreviousSpec</c>, which is how a trace of ours is cleaned from there.
    /// </summary>
    /// <param name="serviceId">The service.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="edits">What to change, in order.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The service has another version by now; nothing was written.</exception>
    public async Task EditAsync(string serviceId, ulong version, IReadOnlyList<SpecEdit> edits, CancellationToken stop)
    {
        var original = await RawObject.ReadAsync(_exchange, $"/services/{Uri.EscapeDataString(serviceId)}", version, stop);
        SpecEditor.Apply(original.Spec, edits);

        // Credentials for the image stay those the owner deployed with; other ones would restart every task.
        await original.WriteSpecAsync("&registryAuthFrom=spec", stop);
    }
}
