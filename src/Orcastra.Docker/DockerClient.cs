using Orcastra.Docker.Transport;

namespace Orcastra.Docker;

/// <summary>A client of one Docker Engine. Safe for use by many at once; connects when first asked something.</summary>
public sealed class DockerClient : IAsyncDisposable
{
    private readonly Exchange _exchange;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="endpoint">Where the engine is.</param>
    /// <param name="time">The clock of time-outs and retries.</param>
    /// <param name="options">Time-outs and the like; null for the usual ones.</param>
    public DockerClient(DockerEndpoint endpoint, TimeProvider time, DockerClientOptions? options = null)
    {
        _exchange = new(endpoint, time, options ?? new());
        Nodes = new(_exchange);
        Services = new(_exchange);
        Tasks = new(_exchange);
        Configs = new(_exchange);
        System = new(_exchange);
        Swarm = new(_exchange);
        Events = new(_exchange);
        Containers = new(_exchange);
    }

    /// <summary>Where the engine is.</summary>
    public DockerEndpoint Endpoint => _exchange.Endpoint;

    /// <summary>How many requests were sent so far, our retries and the question for the version included.</summary>
    public long Requests => _exchange.Requests;

    /// <summary>Swarm nodes.</summary>
    public NodesEndpoint Nodes { get; }

    /// <summary>Swarm services.</summary>
    public ServicesEndpoint Services { get; }

    /// <summary>Swarm tasks.</summary>
    public TasksEndpoint Tasks { get; }

    /// <summary>Swarm configs.</summary>
    public ConfigsEndpoint Configs { get; }

    /// <summary>The engine and the Swarm themselves.</summary>
    public SystemEndpoint System { get; }

    /// <summary>The Swarm as a whole, and the engine's way into one.</summary>
    public SwarmEndpoint Swarm { get; }

    /// <summary>What the engine reports as it happens.</summary>
    public EventsEndpoint Events { get; }

    /// <summary>Containers of this one engine.</summary>
    public ContainersEndpoint Containers { get; }

    /// <summary>Closes all connections and ends all ssh processes.</summary>
    public ValueTask DisposeAsync() => _exchange.DisposeAsync();
}
