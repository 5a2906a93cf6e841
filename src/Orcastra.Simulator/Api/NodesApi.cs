using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary><c>/nodes</c>.</summary>
internal sealed class NodesApi(Cluster cluster)
{
    private Store Store => cluster.Store;

    public Answer Ask(SimulatedNode node, ApiRequest request)
    {
        if (request.Is("GET", "nodes"))
        {
            return List(request);
        }

        if (request.Is("GET", "nodes", "*"))
        {
            return Listing.One(Json(Find(node, request.Parts[1])));
        }

        if (request.Is("POST", "nodes", "*", "update"))
        {
            return Update(Find(node, request.Parts[1]), request);
        }

        return request.Is("DELETE", "nodes", "*") ? Remove(Find(node, request.Parts[1]), request.Flag("force")) : throw new Refusal(404, "page not found");
    }

    private Answer List(ApiRequest request)
    {
        var filter = FilterQuery.Parse(request["filters"], "name", "id", "label", "node.label", "role", "membership");
        var nodes = Store.Nodes.Values.Where(node =>
            filter.Any("name", name => node.Description.Hostname.StartsWith(name, StringComparison.Ordinal))
            && filter.Any("id", id => node.Id.StartsWith(id, StringComparison.Ordinal))
            && filter.Any("role", role => role == (node.IsManager ? "manager" : "worker"))
            && filter.Any("membership", membership => membership == "accepted")
            && filter.Labels("label", node.Description.EngineLabels)
            && filter.Labels("node.label", node.Spec.Labels));
        return Listing.Of(nodes, Json);
    }

    private NodeRecord Find(SimulatedNode asked, string key) =>
        Listing.Find(Store.Nodes, "node", key == "self" ? asked.NodeId : key, node => node.Description.Hostname);

    private Answer Update(NodeRecord node, ApiRequest request)
    {
        var version = request.VersionOf("node");
        var raw = request.Body();
        if (raw.Text("Role") is not ("worker" or "manager"))
        {
            throw new Refusal(400, $"invalid Role: \"{raw.Text("Role")}\"");
        }

        if (raw.Text("Availability") is not ("active" or "pause" or "drain"))
        {
            throw new Refusal(400, $"invalid Availability: \"{raw.Text("Availability")}\"");
        }

        raw["Labels"] ??= new JsonObject();
        var spec = new NodeSpec(raw);
        if (node.Spec.WantsManager && !spec.WantsManager)
        {
            CheckDemotion(node);
        }

        if (node.Version != version)
        {
            throw Refusal.OutOfSequence();
        }

        Store.Commit(commit =>
        {
            commit.Touch(node);
            node.Spec = spec;
        });
        return Answer.Empty();
    }

    private void CheckDemotion(NodeRecord node)
    {
        if (Store.Nodes.Values.Count(other => other.IsManager) == 1)
        {
            throw Precondition("attempting to demote the last manager of the swarm");
        }

        if (!cluster.Grid.Members.ContainsKey(node.Id))
        {
            throw new Refusal(404, "rpc error: code = NotFound desc = can't find manager in raft memberlist");
        }

        if (!cluster.Grid.MayLose(node.Id))
        {
            throw Precondition("can't remove member from the raft: this would result in a loss of quorum");
        }
    }

    private Answer Remove(NodeRecord node, bool isForced)
    {
        if (node.Spec.WantsManager && cluster.Grid.Members.ContainsKey(node.Id))
        {
            throw Precondition($"node {node.Id} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal");
        }

        if (!isForced && node.State == NodeState.Ready)
        {
            throw Precondition($"node {node.Id} is not down and can't be removed");
        }

        Store.Commit(commit =>
        {
            foreach (var task in Store.TasksOn(node.Id).Where(task => task.State < TaskState.Complete))
            {
                commit.Report(task, TaskState.Orphaned, "Task belonged to a node that has been deleted");
            }

            commit.Remove(node);
        });
        return Answer.Empty();
    }

    private byte[] Json(NodeRecord node) => node.Json ??= NodeJson.Of(node, cluster.Grid);

    private static Refusal Precondition(string message) => new(400, $"rpc error: code = FailedPrecondition desc = {message}");
}
