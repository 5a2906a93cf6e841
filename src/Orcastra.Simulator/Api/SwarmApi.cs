using System.Text;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary><c>/swarm</c>.</summary>
internal sealed class SwarmApi(Cluster cluster)
{
    private const string Exists = "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another one.";

    private SwarmRecord Swarm => cluster.Store.Swarm ?? throw new Refusal(503, "This node is not part of a swarm");

    public Answer Ask(SimulatedNode node, ApiRequest request)
    {
        if (request.Is("GET", "swarm"))
        {
            Gate.Check(node);
            return Listing.One(Wire.Bytes(json => SwarmJson.Write(json, Swarm, withTokens: true)));
        }

        if (request.Is("POST", "swarm", "init"))
        {
            return Init(node, request.Body());
        }

        if (request.Is("POST", "swarm", "join"))
        {
            return Join(node, request.Body());
        }

        if (request.Is("POST", "swarm", "leave"))
        {
            return Leave(node, request.Flag("force"));
        }

        if (request.Is("POST", "swarm", "update"))
        {
            Gate.Check(node);
            return Update(request);
        }

        if (request.Is("GET", "swarm", "unlockkey"))
        {
            Gate.Check(node);
            return Listing.One(Wire.Bytes(new JsonObject { ["UnlockKey"] = Swarm.IsLocking ? Swarm.UnlockKey : "" }));
        }

        return request.Is("POST", "swarm", "unlock") ? Unlock(node, request.Body()) : throw new Refusal(404, "page not found");
    }

    private Answer Init(SimulatedNode node, JsonObject body)
    {
        if (node.NodeId.Length > 0)
        {
            throw new Refusal(503, Exists);
        }

        cluster.Membership.Init(node, body.Child("Spec"));
        return Answer.Json(Encoding.UTF8.GetBytes($"\"{node.NodeId}\"\n"));
    }

    private Answer Join(SimulatedNode node, JsonObject body)
    {
        if (node.NodeId.Length > 0)
        {
            throw new Refusal(503, Exists);
        }

        var token = body.Text("JoinToken");
        if (token.Length == 0 || token.Split('-') is not ["SWMTKN", "1", _, _])
        {
            throw new Refusal(500, "invalid join token");
        }

        var remote = cluster.Nodes.FirstOrDefault(other => body.Texts("RemoteAddrs").Any(address => address.Split(':')[0] == other.Address));
        var isReached = remote is not null && Grid.Reaches(node, remote) && cluster.Grid.IsMember(remote) && cluster.Grid.HasLeader(remote);
        if (!isReached)
        {
            throw new Refusal(503, "Timeout was reached before node joined. The attempt to join the swarm will continue in the background. Use the \"docker info\" command to see the current swarm status of your node.")
            {
                Takes = TimeSpan.FromSeconds(20),
            };
        }

        if (token != Swarm.WorkerToken && token != Swarm.ManagerToken)
        {
            throw new Refusal(500, "rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster");
        }

        cluster.Membership.Join(node, token == Swarm.ManagerToken, body.Text("Availability"));
        return Answer.Empty() with { Takes = cluster.Dice.Between(0.1, 0.6) };
    }

    private Answer Leave(SimulatedNode node, bool isForced)
    {
        if (node.NodeId.Length == 0)
        {
            throw new Refusal(503, "This node is not part of a swarm");
        }

        if (!isForced && cluster.Grid.IsMember(node))
        {
            throw new Refusal(503, Warning(node));
        }

        cluster.Membership.Leave(node);
        return Answer.Empty() with { Takes = cluster.Dice.Between(0.1, 0.4) };
    }

    private string Warning(SimulatedNode node)
    {
        const string Manager = "You are attempting to leave the swarm on a node that is participating as a manager. ";
        const string Suppress = "Use `--force` to suppress this message.";
        var members = cluster.Grid.Members;
        if (members.Count == 1)
        {
            return $"{Manager}Removing the last manager erases all current state of the swarm. {Suppress}";
        }

        return cluster.Grid.MayLose(node.NodeId)
            ? Manager + Suppress
            : $"{Manager}Removing this node leaves {members.Keys.Count(cluster.Grid.IsReachable) - 1} managers out of {members.Count}. Without a Raft quorum your swarm will be inaccessible. The only way to restore a swarm that has lost consensus is to reinitialize it with `--force-new-cluster`. {Suppress}";
    }

    private Answer Update(ApiRequest request)
    {
        var version = request.VersionOf("swarm");
        var spec = request.Body();
        if (Swarm.Version != version)
        {
            throw Refusal.OutOfSequence();
        }

        cluster.Store.Commit(commit =>
        {
            commit.Touch(Swarm);
            Swarm.Spec = SwarmDefaults.Fill(spec);
            Swarm.UnlockKey = Swarm.IsLocking && (Swarm.UnlockKey.Length == 0 || request.Flag("rotateManagerUnlockKey")) ? $"SWMKEY-1-{cluster.Dice.Id()}{cluster.Dice.Id()[..18]}" : Swarm.UnlockKey;
            cluster.Membership.RotateTokens(request.Flag("rotateWorkerToken"), request.Flag("rotateManagerToken"));
        });
        return Answer.Empty();
    }

    private Answer Unlock(SimulatedNode node, JsonObject body)
    {
        if (!node.IsLocked)
        {
            throw new Refusal(409, "swarm is not locked");
        }

        if (body.Text("UnlockKey") != Swarm.UnlockKey)
        {
            throw new Refusal(401, "swarm could not be unlocked: invalid key provided");
        }

        node.IsLocked = false;
        cluster.Grid.Reconsider();
        return Answer.Empty();
    }
}
