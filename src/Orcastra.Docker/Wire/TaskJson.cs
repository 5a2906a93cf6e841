using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Orcastra.Core.Swarm;

namespace Orcastra.Docker.Wire;

/// <summary>Reads entries of <c>GET /tasks</c>.</summary>
public static class TaskJson
{
    /// <summary>Reads one task.</summary>
    public static SwarmTask Read(JsonElement json)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(json));
        return new TaskReader().Read(ref reader);
    }

    /// <summary>Reads an array of tasks.</summary>
    public static ImmutableArray<SwarmTask> ReadAll(JsonElement array) => JsonStreams.ReadAll(array, Read);

    /// <summary>
    /// Reads the reported state. One of the future becomes <see cref="TaskState.Starting"/>: neither a place nor an end,
    /// so nothing follows it, nothing is retried, and a task told to stop still counts as stopping.
    /// </summary>
    internal static TaskState ReadState(string text) => Known(text) ?? TaskState.Starting;

    /// <summary>
    /// Reads the wished state. One of the future becomes <see cref="TaskState.Shutdown"/>: while such a task has not ended,
    /// it is no place and nothing is written to its service.
    /// </summary>
    internal static TaskState ReadDesiredState(string text) => Known(text) ?? TaskState.Shutdown;

    private static TaskState? Known(string text) => text switch
    {
        "new" or "allocated" => TaskState.New,
        "pending" => TaskState.Pending,
        "assigned" => TaskState.Assigned,
        "accepted" => TaskState.Accepted,
        "preparing" => TaskState.Preparing,
        "ready" => TaskState.Ready,
        "starting" => TaskState.Starting,
        "running" => TaskState.Running,
        "complete" => TaskState.Complete,
        "shutdown" => TaskState.Shutdown,
        "failed" => TaskState.Failed,
        "rejected" => TaskState.Rejected,
        "remove" => TaskState.Remove,
        "orphaned" => TaskState.Orphaned,
        _ => null,
    };
}
