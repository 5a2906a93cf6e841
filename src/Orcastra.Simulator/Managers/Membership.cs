using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>How machines get into a Swarm and out of it.</summary>
internal sealed class Membership(Cluster cluster)
{
    private const int TokenPart = 25;

    /// <summary>Begins a Swarm with one manager.</summary>
    public void Init(SimulatedNode node, JsonObject? spec)
    {
        var store = cluster.Store;
        if (cluster.Nodes.Any(other => other != node && other.NodeId.Length > 0))
        {
            throw new Refusal(400, "the simulator has one Swarm at a time; let all nodes leave before another begins");
        }

        store.Clear();
        cluster.Grid.Forget();
        node.NodeId = cluster.Dice.Id();
        cluster.Grid.Members[node.NodeId] = node;
        cluster.Grid.Crown(node, isFirst: true);
        store.Commit(commit =>
        {
            store.Swarm = new(cluster.Dice.Id(), SwarmDefaults.Fill(spec));
            RotateTokens(worker: true, manager: true);
            commit.Add(store.Swarm);
            commit.Add(new NetworkRecord(cluster.Dice.Id(), SwarmDefaults.Ingress(), 0));
            Enrol(commit, node, isManager: true, "");
        });
        cluster.Grid.Reconsider();
    }

    /// <summary>Takes a machine into the Swarm.</summary>
    public void Join(SimulatedNode node, bool isManager, string availability)
    {
        node.NodeId = cluster.Dice.Id();
        cluster.Store.Commit(commit => Enrol(commit, node, isManager, availability));
        if (isManager)
        {
            cluster.Grid.Members[node.NodeId] = node;
        }

        cluster.Grid.Reconsider();
    }

    /// <summary>Takes a machine out of the Swarm; its entry, and its vote, stay.</summary>
    public void Leave(SimulatedNode node)
    {
        var id = node.NodeId;
        node.Agent.Abandon();
        node.NodeId = "";
        node.IsLocked = false;
        cluster.Grid.Term?.Dispatcher.Left(id);
        cluster.Grid.Reconsider();
    }

    public void RotateTokens(bool worker, bool manager)
    {
        var swarm = cluster.Store.Swarm!;
        var root = swarm.WorkerToken.Length > 0 ? swarm.WorkerToken.Split('-')[2] : cluster.Dice.Id() + cluster.Dice.Id();
        swarm.WorkerToken = worker ? Token(root) : swarm.WorkerToken;
        swarm.ManagerToken = manager ? Token(root) : swarm.ManagerToken;
    }

    private string Token(string root) => $"SWMTKN-1-{root}-{cluster.Dice.Id()[..TokenPart]}";

    private static void Enrol(Commit commit, SimulatedNode node, bool isManager, string availability)
    {
        commit.Add(new NodeRecord(node.NodeId, NodeSpec.New(isManager, availability), node.Description)
        {
            IsManager = isManager,
            State = NodeState.Ready,
            Address = node.Address,
        });
    }
}
