using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;

namespace Orcastra.Docker.Wire;

/// <summary>Reads entries of <c>GET /services</c>.</summary>
public static class ServiceJson
{
    /// <summary>Reads one service.</summary>
    public static Service Read(JsonElement json)
    {
        var previous = json.Field("PreviousSpec");
        var update = json.Field("UpdateStatus");
        var service = new Service(
            Id: json.Text("ID"),
            Version: json.Version(),
            Spec: ServiceSpecJson.Read(json.Field("Spec")),
            PreviousSpec: previous.ValueKind == JsonValueKind.Object ? ServiceSpecJson.Read(previous) : null,
            UpdateState: ReadUpdateState(update.Text("State")),
            UpdateMessage: update.Text("Message"));
        return AddedConstraint.Of(json.Field("Spec"), service) is { } added ? service with { AddedConstraint = added } : service;
    }

    /// <summary>Reads an array of services.</summary>
    public static ImmutableArray<Service> ReadAll(JsonElement array) => JsonStreams.ReadAll(array, Read);

    // A state of the future counts as a rollout under way: nothing is written to such a service.
    private static UpdateState ReadUpdateState(string text) => text switch
    {
        "" => UpdateState.None,
        "updating" => UpdateState.Updating,
        "paused" => UpdateState.Paused,
        "completed" => UpdateState.Completed,
        "rollback_started" => UpdateState.RollbackStarted,
        "rollback_paused" => UpdateState.RollbackPaused,
        "rollback_completed" => UpdateState.RollbackCompleted,
        _ => UpdateState.Updating,
    };
}
