using System.Globalization;
using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>What an engine says of itself, and its images, volumes and events.</summary>
internal sealed class SystemApi(Cluster cluster)
{
    private const int FirstWithSwarmHeader = 42;
    private const int FirstWithoutOldEventFields = 52;
    private static readonly TimeSpan WithoutLeader = TimeSpan.FromSeconds(20);

    private EngineRelease Release => cluster.Release;

    public Answer Ask(SimulatedNode node, ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET" or "HEAD", "/_ping") => Ping(node, request.Method == "HEAD"),
        ("GET", "/version") => Listing.One(EngineJson.Version(Release)),
        ("GET", "/info") => Info(node),
        ("GET", "/events") => Events(node, request),
        ("GET", "/images/json") => Listing.One(Wire.Bytes(Images(node))),
        ("GET", "/volumes") => Listing.One(Wire.Bytes(new JsonObject { ["Volumes"] = Volumes(node), ["Warnings"] = null })),
        ("GET", "/system/df") => DiskUse(node),
        _ => throw new Refusal(404, "page not found"),
    };

    private Answer Ping(SimulatedNode node, bool isHead)
    {
        var answer = isHead ? Answer.Text("") : Answer.Text("OK");
        var headers = new List<(string, string)> { ("Cache-Control", "no-cache, no-store, must-revalidate"), ("Pragma", "no-cache") };
        if (Release.NewestApi >= FirstWithSwarmHeader)
        {
            headers.Add(("Swarm", node.IsLocked ? "locked" : node.NodeId.Length == 0 ? "inactive" : cluster.Grid.IsMember(node) ? "active/manager" : "active/worker"));
        }

        return answer with { Headers = headers };
    }

    // Without a leader the engine waits for one before it says that it does not know how many nodes there are.
    private Answer Info(SimulatedNode node)
    {
        var waits = cluster.Grid.IsMember(node) && !cluster.Grid.HasLeader(node);
        return Listing.One(EngineJson.Info(node)) with { Takes = waits ? WithoutLeader : TimeSpan.Zero };
    }

    private Answer Events(SimulatedNode node, ApiRequest request)
    {
        var filter = FilterQuery.Parse(
            request["filters"], "type", "event", "scope", "node", "service", "container", "config", "secret", "network", "volume", "image", "label", "daemon", "plugin");
        var subscription = new EventSubscription(new(filter), Release.NewestApi < FirstWithoutOldEventFields);
        node.Events.Listen(subscription, Time(request["since"]), Time(request["until"]));
        return new Answer(200, []) { Feed = subscription.Feed };
    }

    private static DateTimeOffset? Time(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new Refusal(400, $"invalid time value: {text}");
    }

    private static JsonArray Images(SimulatedNode node, bool counted = false) => new([.. node.Images.OrderBy(image => image.Key, StringComparer.Ordinal).Select(image => (JsonNode)new JsonObject
    {
        ["Containers"] = counted ? node.Containers.Values.Count(container => container.Task.Spec.Task.Image.Split('@')[0] == image.Key) : -1,
        ["Created"] = image.Value.ToUnixTimeSeconds(),
        ["Id"] = ContainerJson.ImageId(image.Key),
        ["Labels"] = null,
        ["ParentId"] = "",
        ["RepoDigests"] = new JsonArray(),
        ["RepoTags"] = new JsonArray(image.Key),
        ["SharedSize"] = counted ? 0 : -1,
        ["Size"] = 1983347,
    })]);

    private static JsonArray Volumes(SimulatedNode node) => new([.. node.Volumes.OrderBy(volume => volume.Key, StringComparer.Ordinal).Select(volume => (JsonNode)Volume(volume.Key, volume.Value))]);

    private static JsonObject Volume(string name, DateTimeOffset made) => new()
    {
        ["CreatedAt"] = made.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["Driver"] = "local",
        ["Labels"] = null,
        ["Mountpoint"] = $"/var/lib/docker/volumes/{name}/_data",
        ["Name"] = name,
        ["Options"] = null,
        ["Scope"] = "local",
    };

    private static JsonObject Measured(SimulatedNode node, string name, DateTimeOffset made)
    {
        var volume = Volume(name, made);
        var users = node.Containers.Values.Count(container => container.Task.Spec.Task.Mounts.Any(mount => mount is { Type: "volume" } && mount.Source == name));
        volume["UsageData"] = new JsonObject { ["RefCount"] = users, ["Size"] = 0 };
        return volume;
    }

    private Answer DiskUse(SimulatedNode node) => Answer.Json(Wire.Line(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("LayersSize", 1983347L * node.Images.Count);
        json.Raw("Images", Wire.Bytes(Images(node, counted: true)));
        json.WriteStartArray("Containers");
        foreach (var container in node.Containers.Values)
        {
            json.WriteRawValue(ContainerJson.Listed(container, cluster.Now), skipInputValidation: true);
        }

        json.WriteEndArray();
        json.Raw("Volumes", Wire.Bytes(new JsonArray([.. node.Volumes.Select(volume => (JsonNode)Measured(node, volume.Key, volume.Value))])));
        json.WriteStartArray("BuildCache");
        json.WriteEndArray();
        json.WriteNumber("BuilderSize", 0);
        json.WriteEndObject();
    }));
}
