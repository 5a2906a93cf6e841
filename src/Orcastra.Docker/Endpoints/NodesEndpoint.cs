using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>Swarm nodes.</summary>
public sealed class NodesEndpoint
{
    private readonly Exchange _exchange;

    internal NodesEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>All nodes.</summary>
    public Task<ImmutableArray<Node>> ListAsync(CancellationToken stop) => ListAsync(new(), stop);

    /// <summary>All nodes, read from where the answer differs from the earlier one.</summary>
    public Task<ImmutableArray<Node>> ListAsync(EarlierAnswer<Node> earlier, CancellationToken stop) =>
        _exchange.ReadAsync("/nodes", (body, token) => JsonStreams.ReadArrayAsync(earlier, body, NodeJson.Read, token), stop);

    /// <summary>All nodes as the engine shows them.</summary>
    public Task<JsonArray> ListRawAsync(CancellationToken stop) => _exchange.ReadAsync("/nodes", JsonStreams.ReadRawArrayAsync, stop);

    /// <summary>Changes labels of a node; nothing is sent if they are so already.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="set">Labels to set.</param>
    /// <param name="remove">Labels to remove.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The node has another version by now; nothing was written.</exception>
    public async Task EditLabelsAsync(
        string nodeId, ulong version, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken stop)
    {
        var original = await RawObject.ReadAsync(_exchange, $"/nodes/{Uri.EscapeDataString(nodeId)}", version, stop);
        if (Labels.Edit(original.Spec, set, remove))
        {
            await original.WriteSpecAsync("", stop);
        }
    }
}
