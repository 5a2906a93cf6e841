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

    /// <summary>Changes the role of a node; nothing is sent if it is so already. The engine obeys later: the role is a wish.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="role"><c>manager</c> or <c>worker</c>.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The node has another version by now; nothing was written.</exception>
    public async Task SetRoleAsync(string nodeId, ulong version, string role, CancellationToken stop)
    {
        var original = await RawObject.ReadAsync(_exchange, $"/nodes/{Uri.EscapeDataString(nodeId)}", version, stop);
        if (original.Spec["Role"]?.GetValue<string>() != role)
        {
            original.Spec["Role"] = role;
            await original.WriteSpecAsync("", stop);
        }
    }

    /// <summary>Removes the entry of a node that is down and no manager.</summary>
    /// <exception cref="RefusedException">It is up, or a manager.</exception>
    public Task RemoveAsync(string nodeId, CancellationToken stop) =>
        _exchange.WriteAsync(HttpMethod.Delete, $"/nodes/{Uri.EscapeDataString(nodeId)}", null, stop);

    /// <summary>Changes labels and availability of a node in one write; nothing is sent if they are so already.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="version">The version on which this was decided.</param>
    /// <param name="set">Labels to set.</param>
    /// <param name="remove">Labels to remove.</param>
    /// <param name="availability">What it is to be; null to leave it.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ConflictException">The node has another version by now; nothing was written.</exception>
    public async Task EditAsync(
        string nodeId, ulong version, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, Availability? availability, CancellationToken stop)
    {
        var original = await RawObject.ReadAsync(_exchange, $"/nodes/{Uri.EscapeDataString(nodeId)}", version, stop);
        var isChanged = Labels.Edit(original.Spec, set, remove);
        if (availability?.ToString().ToLowerInvariant() is { } wanted && original.Spec["Availability"]?.GetValue<string>() != wanted)
        {
            original.Spec["Availability"] = wanted;
            isChanged = true;
        }

        if (isChanged)
        {
            await original.WriteSpecAsync("", stop);
        }
    }
}
