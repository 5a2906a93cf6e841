using System.Text.Json.Nodes;

namespace Orcastra.Conformance;

/// <summary>A service to be created, in the engine's own words.</summary>
public sealed class Draft
{
    private readonly JsonObject _spec;

    private Draft(JsonObject spec) => _spec = spec;

    private JsonObject Template => (JsonObject)_spec["TaskTemplate"]!;

    private JsonObject Container => (JsonObject)Template["ContainerSpec"]!;

    /// <summary>A service of one task. Swarm watches its updates for a second only, so that tests need not wait for long.</summary>
    public static Draft Of(string name, params string[] command) => new(new()
    {
        ["Name"] = name,
        ["Labels"] = new JsonObject(),
        ["TaskTemplate"] = new JsonObject
        {
            ["ContainerSpec"] = new JsonObject { ["Image"] = "lab:1", ["Args"] = Texts(command.Length > 0 ? command : ["serve"]), ["StopGracePeriod"] = 10_000_000_000 },
            ["Placement"] = new JsonObject(),
            ["RestartPolicy"] = new JsonObject { ["Condition"] = "any", ["Delay"] = 1_000_000_000 },
        },
        ["Mode"] = new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = 1 } },
        ["UpdateConfig"] = new JsonObject { ["Parallelism"] = 1, ["Monitor"] = 1_000_000_000, ["FailureAction"] = "pause", ["Order"] = "stop-first" },
        ["EndpointSpec"] = new JsonObject { ["Mode"] = "dnsrr" },
    });

    public Draft Constrained(params string[] constraints) => With(() => ((JsonObject)Template["Placement"]!)["Constraints"] = Texts(constraints));

    /// <summary>Bound to the label of an anchor.</summary>
    public Draft BoundTo(string anchor) => Constrained($"node.labels.{anchor} == true");

    public Draft At(Machine node) => Constrained($"node.hostname == {node.Name}");

    public Draft Grace(int seconds) => With(() => Container["StopGracePeriod"] = seconds * 1_000_000_000L);

    public Draft Labelled(string key, string value) => With(() => _spec["Labels"]![key] = value);

    public Draft Replicas(int count) => With(() => _spec["Mode"]!["Replicated"]!["Replicas"] = count);

    public Draft Global() => With(() => _spec["Mode"] = new JsonObject { ["Global"] = new JsonObject() });

    public Draft Restart(string condition) => With(() => Template["RestartPolicy"]!["Condition"] = condition);

    /// <summary>How long after its end a task is replaced; null for Swarm's own.</summary>
    public Draft Delay(double? seconds) => With(() =>
    {
        var policy = (JsonObject)Template["RestartPolicy"]!;
        policy.Remove("Delay");
        if (seconds is { } wanted)
        {
            policy["Delay"] = (long)(wanted * 1_000_000_000);
        }
    });

    public Draft MaxAttempts(int count) => With(() => Template["RestartPolicy"]!["MaxAttempts"] = count);

    public Draft MaxPerNode(int count) => With(() => Template["Placement"]!["MaxReplicas"] = count);

    /// <summary>How many tasks an update replaces at once, and what it does if one of them fails.</summary>
    public Draft Updated(int parallelism = 1, string failure = "pause", string order = "stop-first") =>
        Update("Parallelism", parallelism).Update("FailureAction", failure).Update("Order", order);

    public Draft Update(string key, JsonNode value) => With(() => _spec["UpdateConfig"]![key] = value);

    public Draft ReservesMegabytes(long count) => With(() =>
        Template["Resources"] = new JsonObject { ["Reservations"] = new JsonObject { ["MemoryBytes"] = count * 1024 * 1024 } });

    public Draft HostPort(int port) => With(() => _spec["EndpointSpec"]!["Ports"] = new JsonArray(new JsonObject
    {
        ["Protocol"] = "tcp",
        ["TargetPort"] = 80,
        ["PublishedPort"] = port,
        ["PublishMode"] = "host",
    }));

    public Draft Volume(string name) => With(() =>
        Container["Mounts"] = new JsonArray(new JsonObject { ["Type"] = "volume", ["Source"] = name, ["Target"] = "/data" }));

    public Draft Network(string name) => With(() => Template["Networks"] = new JsonArray(new JsonObject { ["Target"] = name }));

    /// <summary>Anything else, as the engine's API has it.</summary>
    public Draft Edit(Action<JsonObject> edit) => With(() => edit(_spec));

    public JsonObject ToJson() => (JsonObject)_spec.DeepClone();

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private Draft With(Action change)
    {
        change();
        return this;
    }
}
