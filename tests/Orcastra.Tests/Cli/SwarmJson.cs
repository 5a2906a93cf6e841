using System.Text.Json.Nodes;

namespace Orcastra.Tests.Cli;

/// <summary>Raw JSON as an engine shows it, no larger than the verbs need.</summary>
internal static class SwarmJson
{
    public const string Then = "2025-03-01T12:00:00Z";

    public static JsonObject Node(string host, params (string Key, string Value)[] labels) => new()
    {
        ["ID"] = "id-" + host,
        ["Version"] = new JsonObject { ["Index"] = 5 },
        ["Spec"] = new JsonObject { ["Role"] = "manager", ["Availability"] = "active", ["Labels"] = Map(labels) },
        ["Description"] = new JsonObject { ["Hostname"] = host },
        ["Status"] = new JsonObject { ["State"] = "ready", ["Addr"] = "192.0.2.1" },
        ["ManagerStatus"] = new JsonObject { ["Leader"] = host == "node-a", ["Reachability"] = "reachable", ["Addr"] = "192.0.2.1:2377" },
    };

    public static JsonObject Service(
        string name, string stack = "", string[]? constraints = null, string[]? networks = null, string? volume = null, string[]? env = null, string[]? args = null, (string Key, string Value)[]? labels = null)
    {
        var own = Map(labels ?? []);
        if (stack.Length > 0)
        {
            own["com.docker.stack.namespace"] = stack;
        }

        return new()
        {
            ["ID"] = "sid-" + name,
            ["Version"] = new JsonObject { ["Index"] = 10 },
            ["Spec"] = new JsonObject
            {
                ["Name"] = name,
                ["Labels"] = own,
                ["TaskTemplate"] = new JsonObject
                {
                    ["ContainerSpec"] = new JsonObject
                    {
                        ["Image"] = "example/image:1",
                        ["Env"] = Texts(env),
                        ["Args"] = Texts(args),
                        ["Mounts"] = volume is null ? new JsonArray() : new JsonArray(new JsonObject { ["Type"] = "volume", ["Source"] = volume, ["Target"] = "/data" }),
                    },
                    ["Placement"] = new JsonObject { ["Constraints"] = Texts(constraints) },
                    ["Networks"] = new JsonArray([.. (networks ?? []).Select(network => (JsonNode)new JsonObject { ["Target"] = "net-" + network })]),
                },
                ["Mode"] = new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = 1 } },
            },
        };
    }

    public static JsonObject Task(string service, string host, params string[] networks) => new()
    {
        ["ID"] = "task-" + service,
        ["ServiceID"] = "sid-" + service,
        ["Slot"] = 1,
        ["NodeID"] = "id-" + host,
        ["CreatedAt"] = "2025-03-01T11:00:00Z",
        ["DesiredState"] = "running",
        ["Status"] = new JsonObject { ["State"] = "running", ["Timestamp"] = "2025-03-01T11:00:01Z" },
        ["Spec"] = new JsonObject { ["ContainerSpec"] = new JsonObject { ["Env"] = Texts(["PASSWORD=in-a-task"]) } },
        ["NetworksAttachments"] = new JsonArray([.. networks.Select(network => (JsonNode)new JsonObject { ["Network"] = new JsonObject { ["ID"] = "net-" + network, ["Spec"] = new JsonObject { ["Name"] = network } } })]),
    };

    public static string Snapshot(FakeSwarm swarm, string more = "") =>
        $$"""{"takenAt":"{{Then}}","nodes":{{List(swarm.Nodes)}},"services":{{List(swarm.Services)}},"tasks":{{List(swarm.Tasks)}}{{more}}}""";

    public static string List(IEnumerable<JsonObject> items) => $"[{string.Join(',', items.Select(item => item.ToJsonString()))}]";

    private static JsonArray Texts(IEnumerable<string>? texts) => new([.. (texts ?? []).Select(text => (JsonNode)text)]);

    private static JsonObject Map((string Key, string Value)[] pairs)
    {
        var map = new JsonObject();
        foreach (var (key, value) in pairs)
        {
            map[key] = value;
        }

        return map;
    }
}
