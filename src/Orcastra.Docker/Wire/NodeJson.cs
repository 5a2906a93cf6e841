using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;

namespace Orcastra.Docker.Wire;

/// <summary>Reads entries of <c>GET /nodes</c>.</summary>
public static class NodeJson
{
    /// <summary>Reads one node.</summary>
    public static Node Read(JsonElement json)
    {
        var spec = json.Field("Spec");
        var description = json.Field("Description");
        var engine = description.Field("Engine");
        var status = json.Field("Status");
        return new(
            Id: json.Text("ID"),
            Version: json.Version(),
            Hostname: description.Text("Hostname"),
            Address: status.Text("Addr"),
            State: ReadState(status.Text("State")),
            Availability: ReadAvailability(spec.Text("Availability")),
            Role: spec.Text("Role"),
            IsLeader: json.Field("ManagerStatus").Flag("Leader"),
            Labels: spec.Labels("Labels"),
            EngineLabels: engine.Labels("Labels"),
            Platform: ResourcesJson.ReadPlatform(description.Field("Platform")),
            Resources: ResourcesJson.Read(description.Field("Resources")),
            Plugins: [.. engine.Items("Plugins").Select(plugin => $"{plugin.Text("Type")}/{plugin.Text("Name")}")])
        {
            ManagerAddress = json.Field("ManagerStatus").Text("Addr"),
            IsReachableManager = json.Field("ManagerStatus").Text("Reachability") == "reachable",
            CreatedAt = json.Time("CreatedAt"),
        };
    }

    /// <summary>Reads an array of nodes.</summary>
    public static ImmutableArray<Node> ReadAll(JsonElement array) => JsonStreams.ReadAll(array, Read);

    // A state of the future is neither gone nor a place: nothing is moved to it or away from it.
    private static NodeState ReadState(string text) => text switch
    {
        "ready" => NodeState.Ready,
        "down" => NodeState.Down,
        "disconnected" => NodeState.Disconnected,
        _ => NodeState.Unknown,
    };

    // An availability of the future keeps what runs there and gets nothing new from us.
    private static Availability ReadAvailability(string text) => text switch
    {
        "active" => Availability.Active,
        "drain" => Availability.Drain,
        _ => Availability.Pause,
    };
}
