using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>Containers of this one engine.</summary>
public sealed class ContainersEndpoint
{
    private readonly Exchange _exchange;

    internal ContainersEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>The running containers, or all of them.</summary>
    public Task<ImmutableArray<Container>> ListAsync(bool includeStopped, CancellationToken stop) => _exchange.ReadAsync(
        includeStopped ? "/containers/json?all=true" : "/containers/json",
        (body, token) => JsonStreams.ReadArrayAsync(body, ContainerJson.Read, token),
        stop);

    /// <summary>One container as the engine shows it.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<JsonObject> InspectRawAsync(string id, CancellationToken stop) =>
        _exchange.ReadAsync($"/containers/{Uri.EscapeDataString(id)}/json", JsonStreams.ReadObjectAsync, stop);

    /// <summary>What a container uses right now; null if it does not run.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<ContainerStats?> StatsOnceAsync(string id, CancellationToken stop) => _exchange.ReadAsync(
        $"/containers/{Uri.EscapeDataString(id)}/stats?stream=false&one-shot=true",
        async (body, token) => StatsJson.Read(await JsonStreams.ReadElementAsync(body, token)),
        stop);

    /// <summary>What a container uses, about once a second while it runs. Ends when it or the connection does.</summary>
    public async IAsyncEnumerable<ContainerStats> StatsAsync(string id, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var json in _exchange.StreamAsync($"/containers/{Uri.EscapeDataString(id)}/stats?stream=true", stop))
        {
            if (json.ValueKind == JsonValueKind.Object && StatsJson.Read(json) is { } stats)
            {
                yield return stats;
            }
        }
    }
}
