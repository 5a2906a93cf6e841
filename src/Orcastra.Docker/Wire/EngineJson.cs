using System.Text.Json;

namespace Orcastra.Docker.Wire;

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

    /// <summary>Reads the join tokens in <c>GET /swarm</c>.</summary>
    public static JoinTokens ReadTokens(JsonElement json) => new(json.Field("JoinTokens").Text("Worker"), json.Field("JoinTokens").Text("Manager"));

    /// <summary>Reads <c>GET /swarm</c>.</summary>
    public static SwarmIdentity ReadSwarm(JsonElement json) => new(json.Text("ID"), json.Version());
}
