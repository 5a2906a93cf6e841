using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>What <c>GET /version</c> says.</summary>
/// <param name="Version">The engine's release, such as <c>20.10.24</c>.</param>
/// <param name="Api">Its highest API version.</param>
/// <param name="MinApi">Its lowest one.</param>
/// <param name="Os">Its operating system.</param>
/// <param name="Architecture">Its architecture.</param>
public sealed record EngineVersion(string Version, string Api, string MinApi, string Os, string Architecture);

/// <summary>What <c>GET /info</c> says about an engine and its own place in the Swarm.</summary>
/// <param name="NodeId">Its node's ID; empty if it is in no Swarm.</param>
/// <param name="Hostname">Its host's name.</param>
/// <param name="LocalNodeState"><c>inactive</c>, <c>pending</c>, <c>active</c>, <c>error</c> or <c>locked</c>.</param>
/// <param name="IsManager">True if it shows and changes the Swarm.</param>
/// <param name="Error">Why it is in no good state; empty if it is.</param>
/// <param name="NodeAddress">The address it advertises.</param>
/// <param name="SwarmId">The Swarm's ID; only managers know it.</param>
/// <param name="ServerVersion">The engine's release.</param>
/// <param name="MemoryBytes">Memory of its host.</param>
/// <param name="CgroupVersion"><c>1</c> or <c>2</c>.</param>
/// <param name="RootFolder">Where it keeps its files.</param>
public sealed record EngineState(
    string NodeId,
    string Hostname,
    string LocalNodeState,
    bool IsManager,
    string Error,
    string NodeAddress,
    string SwarmId,
    string ServerVersion,
    long MemoryBytes,
    string CgroupVersion,
    string RootFolder);

/// <summary>What <c>GET /swarm</c> says.</summary>
/// <param name="Id">The Swarm's ID.</param>
/// <param name="Version">The version a write compares with.</param>
public sealed record SwarmIdentity(string Id, ulong Version);

/// <summary>Reads what engines say about themselves.</summary>
public static class EngineJson
{
    /// <summary>Reads <c>GET /version</c>.</summary>
    public static EngineVersion ReadVersion(JsonElement json) =>
        new(json.Text("Version"), json.Text("ApiVersion"), json.Text("MinAPIVersion"), json.Text("Os"), json.Text("Arch"));

    /// <summary>Reads <c>GET /info</c>.</summary>
    public static EngineState ReadState(JsonElement json)
    {
        var swarm = json.Field("Swarm");
        return new(
            NodeId: swarm.Text("NodeID"),
            Hostname: json.Text("Name"),
            LocalNodeState: swarm.Text("LocalNodeState"),
            IsManager: swarm.Flag("ControlAvailable"),
            Error: swarm.Text("Error"),
            NodeAddress: swarm.Text("NodeAddr"),
            SwarmId: swarm.Field("Cluster").Text("ID"),
            ServerVersion: json.Text("ServerVersion"),
            MemoryBytes: json.Number("MemTotal"),
            CgroupVersion: json.Text("CgroupVersion"),
            RootFolder: json.Text("DockerRootDir"));
    }

    /// <summary>Reads <c>GET /swarm</c>.</summary>
    public static SwarmIdentity ReadSwarm(JsonElement json) => new(json.Text("ID"), json.Version());
}
