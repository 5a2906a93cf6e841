using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>Swarm config objects. Their labels can be rewritten with a compare-and-swap: memory that Raft replicates.</summary>
public sealed class ConfigsEndpoint
{
    // The engine wants some data; what we keep is in the labels.
    private const string SomeContent = "b3JjYXN0cmE=";

    private readonly Exchange _exchange;

    internal ConfigsEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>The config of exactly that name, or null. (The engine's own filter goes by the start of the name.)</summary>
    public async Task<SwarmConfig?> FindAsync(string name, CancellationToken stop) =>
        (await ListAsync(name, stop)).FirstOrDefault(config => config.Name == name);

    /// <summary>The configs whose names start so.</summary>
    public Task<ImmutableArray<SwarmConfig>> ListAsync(string start, CancellationToken stop)
    {
        var filter = new JsonObject { ["name"] = new JsonArray(start) }.ToJsonString();
        return _exchange.ReadAsync(
            $"/configs?filters={Uri.EscapeDataString(filter)}",
            (body, token) => JsonStreams.ReadArrayAsync(body, ConfigJson.Read, token),
            stop);
    }

    /// <summary>The config of that ID.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<SwarmConfig> InspectAsync(string id, CancellationToken stop) => _exchange.ReadAsync(
        PathOf(id), async (body, token) => ConfigJson.Read(await JsonStreams.ReadElementAsync(body, token)), stop);

    /// <summary>Makes a config.</summary>
    /// <returns>Its ID.</returns>
    /// <exception cref="ConflictException">There is one of that name already.</exception>
    public Task<string> CreateAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken stop) => _exchange.WriteAsync(
        HttpMethod.Post,
        "/configs/create",
        new JsonObject { ["Name"] = name, ["Labels"] = Labels.ToJson(labels), ["Data"] = SomeContent },
        async (body, token) => (await JsonStreams.ReadElementAsync(body, token)).Text("ID") is { Length: > 0 } id ? id : throw new JsonException("no ID"),
        stop);

    /// <summary>Replaces all labels of a config.</summary>
    /// <param name="id">The config.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="labels">Its new labels.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The config has another version by now; nothing was written.</exception>
    public async Task UpdateLabelsAsync(string id, ulong version, IReadOnlyDictionary<string, string> labels, CancellationToken stop)
    {
        var original = await RawObject.ReadAsync(_exchange, PathOf(id), version, stop);
        original.Spec["Labels"] = Labels.ToJson(labels);
        await original.WriteSpecAsync("", stop);
    }

    /// <summary>Replaces all labels of a config of ours in one request, without reading it again.</summary>
    /// <param name="config">The config as it was seen.</param>
    /// <param name="labels">Its new labels.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The config has another version by now; nothing was written.</exception>
    public Task UpdateLabelsAsync(SwarmConfig config, IReadOnlyDictionary<string, string> labels, CancellationToken stop) => _exchange.WriteAsync(
        HttpMethod.Post,
        string.Create(CultureInfo.InvariantCulture, $"{PathOf(config.Id)}/update?version={config.Version}"),
        new JsonObject { ["Name"] = config.Name, ["Labels"] = Labels.ToJson(labels) },
        stop);

    /// <summary>Removes a config.</summary>
    public Task RemoveAsync(string id, CancellationToken stop) => _exchange.WriteAsync(HttpMethod.Delete, PathOf(id), null, stop);

    private static string PathOf(string id) => $"/configs/{Uri.EscapeDataString(id)}";
}
