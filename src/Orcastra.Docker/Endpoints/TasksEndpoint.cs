using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;

namespace Orcastra.Docker;

/// <summary>Swarm tasks.</summary>
public sealed class TasksEndpoint
{
    // Written as the engine's own client does; the plain list costs the engine less than one filtered by names.
    private const string Running = "/tasks?filters=%7B%22desired-state%22%3A%5B%22running%22%5D%7D";

    private readonly Exchange _exchange;

    internal TasksEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>All tasks, ended ones included.</summary>
    public Task<ImmutableArray<SwarmTask>> ListAsync(CancellationToken stop) =>
        _exchange.ReadAsync("/tasks", (body, token) => JsonStreams.ReadArrayAsync(body, TaskJson.Read, token), stop);

    /// <summary>The tasks that are wanted, and of each only what a watch needs: cheap enough for ten times a second.</summary>
    public Task<ImmutableArray<RunningTask>> ListRunningAsync(CancellationToken stop) =>
        _exchange.ReadAsync(Running, RunningTaskJson.ReadAllAsync, stop);

    /// <summary>All tasks as the engine shows them.</summary>
    public Task<JsonArray> ListRawAsync(CancellationToken stop) => _exchange.ReadAsync("/tasks", JsonStreams.ReadRawArrayAsync, stop);
}
