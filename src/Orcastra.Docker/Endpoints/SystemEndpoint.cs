using System.Text.Json;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>The engine and the Swarm themselves.</summary>
public sealed class SystemEndpoint
{
    private readonly Exchange _exchange;

    internal SystemEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>The API version the engine offers; also tells whether it answers at all.</summary>
    public Task<ApiVersion> PingAsync(CancellationToken stop) => _exchange.PingAsync(stop);

    /// <summary>What the engine is.</summary>
    public Task<EngineVersion> VersionAsync(CancellationToken stop) => ReadAsync("/version", EngineJson.ReadVersion, stop);

    /// <summary>The engine's own place in the Swarm. Without quorum this takes some 20 s and still says active.</summary>
    public Task<EngineState> InfoAsync(CancellationToken stop) => ReadAsync("/info", EngineJson.ReadState, stop);

    /// <summary>The Swarm's own ID and version.</summary>
    /// <exception cref="NotManagerException">This engine is no manager.</exception>
    public Task<SwarmIdentity> SwarmInspectAsync(CancellationToken stop) => ReadAsync("/swarm", EngineJson.ReadSwarm, stop);

    private Task<T> ReadAsync<T>(string path, Func<JsonElement, T> read, CancellationToken stop) =>
        _exchange.ReadAsync(path, async (body, token) => read(await JsonStreams.ReadElementAsync(body, token)), stop);
}
