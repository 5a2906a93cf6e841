using System.Text.Json.Nodes;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>The Swarm as a whole, and an engine's way into one.</summary>
public sealed class SwarmEndpoint
{
    // What the engine itself listens on unless told otherwise.
    private const string ListenAddress = "0.0.0.0:2377";

    private readonly Exchange _exchange;

    internal SwarmEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>The secrets by which engines join.</summary>
    /// <exception cref="NotManagerException">This engine is no manager.</exception>
    public Task<JoinTokens> TokensAsync(CancellationToken stop) => _exchange.ReadAsync(
        "/swarm", async (body, token) => EngineJson.ReadTokens(await JsonStreams.ReadElementAsync(body, token)), stop);

    /// <summary>Begins a Swarm at this engine.</summary>
    /// <param name="advertiseAddress">The address or interface it advertises; empty leaves it to the engine.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="RefusedException">It is in a Swarm already.</exception>
    public Task InitAsync(string advertiseAddress, CancellationToken stop) => _exchange.WriteAsync(
        HttpMethod.Post, "/swarm/init", Advertising(new() { ["ListenAddr"] = ListenAddress }, advertiseAddress), stop);

    /// <summary>Brings this engine into a Swarm. What takes longer than 20 s goes on behind the engine's refusal.</summary>
    /// <param name="token">Says as what.</param>
    /// <param name="managerAddresses">Where managers are reached.</param>
    /// <param name="advertiseAddress">The address it advertises; empty leaves it to the engine.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="RefusedException">It is in a Swarm already, or was not let in.</exception>
    public Task JoinAsync(string token, IEnumerable<string> managerAddresses, string advertiseAddress, CancellationToken stop) => _exchange.WriteAsync(
        HttpMethod.Post,
        "/swarm/join",
        Advertising(
            new()
            {
                ["ListenAddr"] = ListenAddress,
                ["JoinToken"] = token,
                ["RemoteAddrs"] = new JsonArray([.. managerAddresses.Select(address => (JsonNode)address)]),
            },
            advertiseAddress),
        stop);

    private static JsonObject Advertising(JsonObject body, string address)
    {
        if (address.Length > 0)
        {
            body["AdvertiseAddr"] = address;
        }

        return body;
    }
}
