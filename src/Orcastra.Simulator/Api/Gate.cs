namespace Orcastra.Simulator;

/// <summary>Who may see and change the Swarm: a manager that hears a leader.</summary>
internal static class Gate
{
    public const string NoLeader =
        "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";

    private const string Locked =
        "Swarm is encrypted and needs to be unlocked before it can be used. Please use \"docker swarm unlock\" to unlock it.";

    /// <summary>Refuses, in the engine's words, what this node's engine cannot do.</summary>
    public static void Check(SimulatedNode node)
    {
        CheckIsManager(node);
        if (!node.Cluster.Grid.HasLeader(node))
        {
            throw new Refusal(500, NoLeader);
        }
    }

    public static void CheckIsManager(SimulatedNode node)
    {
        if (node.IsLocked)
        {
            throw new Refusal(503, Locked);
        }

        if (node.NodeId.Length == 0)
        {
            throw new Refusal(503, "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.");
        }

        if (!node.Cluster.Grid.IsMember(node))
        {
            var isPromoted = node.Cluster.Store.Nodes.GetValueOrDefault(node.NodeId) is { IsManager: true };
            throw new Refusal(503, isPromoted
                ? "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster."
                : "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.");
        }
    }
}
