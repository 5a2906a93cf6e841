using System.Text.Json;

namespace Orcastra.Simulator;

/// <summary>Shows the Swarm itself.</summary>
internal static class SwarmJson
{
    public static void Write(Utf8JsonWriter json, SwarmRecord swarm, bool withTokens)
    {
        json.WriteStartObject();
        json.Meta(swarm);
        json.Raw("Spec", Wire.Bytes(swarm.Spec));
        NodeJson.WriteTls(json);
        json.WriteBoolean("RootRotationInProgress", false);
        json.WriteNull("DefaultAddrPool");
        json.WriteNumber("SubnetSize", 24);
        json.WriteNumber("DataPathPort", 4789);
        if (withTokens)
        {
            json.WriteStartObject("JoinTokens");
            json.WriteString("Worker", swarm.WorkerToken);
            json.WriteString("Manager", swarm.ManagerToken);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>What an engine says of its own part in the Swarm.</summary>
    public static void WriteOf(Utf8JsonWriter json, SimulatedNode node)
    {
        var grid = node.Cluster.Grid;
        var isInSwarm = node.NodeId.Length > 0 && !node.IsLocked;
        var isManager = grid.IsMember(node);
        json.WriteStartObject("Swarm");
        json.WriteString("NodeID", isInSwarm ? node.NodeId : "");
        json.WriteString("NodeAddr", isInSwarm ? node.Address : "");
        json.WriteString("LocalNodeState", node.IsLocked ? "locked" : isInSwarm ? "active" : "inactive");
        json.WriteBoolean("ControlAvailable", isManager);
        json.WriteString("Error", "");
        WriteManagers(json, node, isInSwarm);
        if (isManager && grid.HasLeader(node) && node.Cluster.Store.Swarm is { } swarm)
        {
            json.WriteNumber("Nodes", node.Cluster.Store.Nodes.Count);
            json.WriteNumber("Managers", grid.Members.Count);
            json.WritePropertyName("Cluster");
            Write(json, swarm, withTokens: false);
        }

        json.WriteEndObject();
    }

    private static void WriteManagers(Utf8JsonWriter json, SimulatedNode node, bool isInSwarm)
    {
        if (!isInSwarm)
        {
            json.WriteNull("RemoteManagers");
            return;
        }

        json.WriteStartArray("RemoteManagers");
        foreach (var (id, machine) in node.Cluster.Grid.Members)
        {
            json.WriteStartObject();
            json.WriteString("NodeID", id);
            json.WriteString("Addr", NodeJson.ManagerAddress(machine.Address));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
