using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>Swarm services.</summary>
public sealed class ServicesEndpoint
{
    // Credentials for the image stay those the owner deployed with; other ones would restart every task.
    private const string OwnersCredentials = "&registryAuthFrom=spec";

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
    public Task EditAsync(string serviceId, ulong version, IReadOnlyList<SpecEdit> edits, CancellationToken stop) =>
        EditAsync(serviceId, version, edits, null, stop);

    /// <summary>The same, once somebody has seen the previous spec, which the write replaces.</summary>
    /// <param name="serviceId">The service.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="edits">What to change, in order.</param>
    /// <param name="before">Given the previous spec, if there is one; where it fails nothing is written. Null if nobody asks.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The service has another version by now; nothing was written.</exception>
    public async Task EditAsync(string serviceId, ulong version, IReadOnlyList<SpecEdit> edits, Func<PreviousSpec, Task>? before, CancellationToken stop)
    {
        var original = await ReadAsync(serviceId, version, stop);
        if (before is not null && original.PreviousSpec is { } previous)
        {
            await before(PreviousSpec.Of(original.Spec, previous));
        }

        SpecEditor.Apply(original.Spec, edits);
        await original.WriteSpecAsync(OwnersCredentials, stop);
    }

    /// <summary>Has the engine bring the previous spec back, by the service's own rollback settings.</summary>
    /// <param name="serviceId">The service.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The service has another version by now; nothing was written.</exception>
    public async Task RollBackAsync(string serviceId, ulong version, CancellationToken stop)
    {
        var original = await ReadAsync(serviceId, version, stop);
        SpecEditor.Apply(original.Spec, []); // the engine reads it all the same
        await original.WriteSpecAsync("&rollback=previous", stop);
    }

    /// <summary>Writes a spec that was kept in place of the present one, but for the counter of forced restarts, which stays.</summary>
    /// <param name="serviceId">The service.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="text">The raw spec.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The service has another version by now; nothing was written.</exception>
    public async Task ReplaceAsync(string serviceId, ulong version, string text, CancellationToken stop)
    {
        var original = await ReadAsync(serviceId, version, stop);
        var spec = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("expected a JSON object");
        SpecEditor.Apply(spec, [new SpecEdit.Force(original.Spec["TaskTemplate"]?["ForceUpdate"]?.GetValue<ulong>() ?? 0)]);
        await original.WriteAsync(spec, OwnersCredentials, stop);
    }

    private Task<RawObject> ReadAsync(string serviceId, ulong version, CancellationToken stop) =>
        RawObject.ReadAsync(_exchange, $"/services/{Uri.EscapeDataString(serviceId)}", version, stop);
}
