using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Transport;
using Orcastra.Docker.Wire;
using Orcastra.Docker.Wire.Lists;

namespace Orcastra.Docker;

/// <summary>Swarm tasks.</summary>
public sealed class TasksEndpoint
{
    // Written as the engine's own client does; the plain list costs the engine less than one filtered by names.
    private const string Running = "/tasks?filters=%7B%22desired-state%22%3A%5B%22running%22%5D%7D";

    private readonly Exchange _exchange;

    internal TasksEndpoint(Exchange exchange) => _exchange = exchange;

    /// <summary>All tasks, ended ones included.</summary>
    public Task<ImmutableArray<SwarmTask>> ListAsync(CancellationToken stop) => ListAsync(new(), stop);

    /// <summary>All tasks, read from where the answer differs from the earlier one.</summary>
    public Task<ImmutableArray<SwarmTask>> ListAsync(EarlierAnswer<SwarmTask> earlier, CancellationToken stop) =>
        _exchange.ReadAsync("/tasks", (body, token) => ListReader<SwarmTask>.ReadAsync(earlier, body, new TaskReader().Read, token), stop);

    /// <summary>The tasks that are wanted, and of each only what a watch needs: cheap enough for ten times a second.</summary>
    public Task<ImmutableArray<RunningTask>> ListRunningAsync(EarlierAnswer<RunningTask> earlier, CancellationToken stop) =>
        _exchange.ReadAsync(Running, (body, token) => ListReader<RunningTask>.ReadAsync(earlier, body, new TaskReader().ReadRunning, token), stop);

    /// <summary>All tasks as the engine shows them.</summary>
    public Task<JsonArray> ListRawAsync(CancellationToken stop) => _exchange.ReadAsync("/tasks", JsonStreams.ReadRawArrayAsync, stop);
}
