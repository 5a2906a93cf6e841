using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary><c>/networks</c>: those of the whole Swarm, and the few that every engine has.</summary>
internal sealed class NetworksApi(Cluster cluster)
{
    private static readonly string[] Local = ["bridge", "docker_gwbridge", "host", "none"];

    private Store Store => cluster.Store;

    public Answer Ask(SimulatedNode node, ApiRequest request)
    {
        if (request.Is("GET", "networks"))
        {
            return List(node, request);
        }

        if (request.Is("POST", "networks", "create"))
        {
            return Create(node, request.Body());
        }

        if (request.Is("GET", "networks", "*"))
        {
            return Listing.One(Wire.Bytes(All(node).FirstOrDefault(network => network.Text("Name") == request.Parts[1] || network.Text("Id") == request.Parts[1])
                ?? throw Refusal.NotFound("network", request.Parts[1])));
        }

        return request.Is("DELETE", "networks", "*") ? Remove(node, request.Parts[1]) : throw new Refusal(404, "page not found");
    }

    private Answer List(SimulatedNode node, ApiRequest request)
    {
        var filter = FilterQuery.Parse(request["filters"], "name", "id", "label", "driver", "scope", "type", "dangling");
        var shown = All(node).Where(network =>
            filter.Any("name", name => network.Text("Name").Contains(name, StringComparison.Ordinal))
            && filter.Any("id", id => network.Text("Id").StartsWith(id, StringComparison.Ordinal))
            && filter.Any("driver", driver => network.Text("Driver") == driver)
            && filter.Any("scope", scope => network.Text("Scope") == scope)
            && filter.Labels("label", network.Labels("Labels")));
        return Listing.One(Wire.Bytes(new JsonArray([.. shown])));
    }

    private Answer Create(SimulatedNode node, JsonObject spec)
    {
        Gate.Check(node);
        var name = spec.Text("Name");
        if (Store.Networks.Values.Any(network => network.Name == name))
        {
            throw new Refusal(409, $"network with name {name} already exists");
        }

        if (spec.Text("Driver") != "overlay")
        {
            throw new Refusal(400, "the simulator makes overlay networks only");
        }

        var network = new NetworkRecord(cluster.Dice.Id(), spec, Store.Networks.Values.Max(known => known.Number) + 1);
        Store.Commit(commit => commit.Add(network));
        return Answer.Json(Wire.Line(json =>
        {
            json.WriteStartObject();
            json.WriteString("Id", network.Id);
            json.WriteString("Warning", "");
            json.WriteEndObject();
        })) with
        {
            Status = 201,
        };
    }

    private Answer Remove(SimulatedNode node, string key)
    {
        Gate.Check(node);
        var network = Listing.Find(Store.Networks, "network", key, known => known.Name);
        if (Store.Services.Values.FirstOrDefault(service => service.Spec.Task.Networks.Contains(network.Id)) is { } user)
        {
            throw new Refusal(400, $"rpc error: code = FailedPrecondition desc = network {network.Id} is in use by service {user.Id}");
        }

        Store.Commit(commit => commit.Remove(network));
        return Answer.Empty(204);
    }

    private IEnumerable<JsonObject> All(SimulatedNode node)
    {
        var ofSwarm = cluster.Grid.IsMember(node) && cluster.Grid.HasLeader(node) ? Store.Networks.Values.ToList() : [];
        return ofSwarm.Select(Overlay).Concat(Local.Select(name => Built(name, node)));
    }

    private static JsonObject Overlay(NetworkRecord network) => Shown(
        network.Name, network.Id, "swarm", "overlay", network.CreatedAt, network.Spec.Child("Labels"), $"10.0.{network.Number}", network.Spec.Flag("Ingress"), network.Spec.Flag("Attachable"));

    private static JsonObject Built(string name, SimulatedNode node)
    {
        var driver = name switch
        {
            "none" => "null",
            "host" => "host",
            _ => "bridge",
        };
        return Shown(name, ContainerJson.HashOf(node.EngineId + name), "local", driver, node.Cluster.Timeline.Now, null, driver == "bridge" ? "172.17.0" : "", false, false);
    }

    private static JsonObject Shown(
        string name, string id, string scope, string driver, DateTimeOffset created, JsonObject? labels, string subnet, bool isIngress, bool isAttachable) => new()
    {
        ["Name"] = name,
        ["Id"] = id,
        ["Created"] = Wire.Time(created),
        ["Scope"] = scope,
        ["Driver"] = driver,
        ["EnableIPv6"] = false,
        ["IPAM"] = new JsonObject
        {
            ["Driver"] = "default",
            ["Options"] = null,
            ["Config"] = subnet.Length == 0 ? null : new JsonArray(new JsonObject { ["Subnet"] = $"{subnet}.0/24", ["Gateway"] = $"{subnet}.1" }),
        },
        ["Internal"] = false,
        ["Attachable"] = isAttachable,
        ["Ingress"] = isIngress,
        ["ConfigFrom"] = new JsonObject { ["Network"] = "" },
        ["ConfigOnly"] = false,
        ["Containers"] = scope == "swarm" ? null : new JsonObject(),
        ["Options"] = new JsonObject(),
        ["Labels"] = labels?.DeepClone() ?? new JsonObject(),
    };
}
