namespace Orcastra.Simulator;

/// <summary>Finds out what a request asks for, and asks the right part of the engine.</summary>
internal sealed class Router
{
    private const int MostKept = 200;
    private static readonly string[] SwarmWide = ["nodes", "services", "tasks", "configs", "secrets"];

    private readonly Cluster _cluster;
    private readonly Store _store;
    private readonly Dictionary<string, (long Age, Answer Answer)> _kept = new(StringComparer.Ordinal);
    private readonly NodesApi _nodes;
    private readonly ServicesApi _services;
    private readonly TasksApi _tasks;
    private readonly ContentApi _configs;
    private readonly ContentApi _secrets;
    private readonly SwarmApi _swarm;
    private readonly NetworksApi _networks;
    private readonly ContainersApi _containers;
    private readonly SystemApi _system;

    /// <summary>Answers requests.</summary>
    /// <param name="cluster">Everything.</param>
    /// <param name="store">What is shown of it.</param>
    public Router(Cluster cluster, Store store)
    {
        (_cluster, _store) = (cluster, store);
        _nodes = new(cluster, store);
        _services = new(cluster, store);
        _tasks = new(cluster, store);
        _configs = new(cluster, store, isSecret: false);
        _secrets = new(cluster, store, isSecret: true);
        _swarm = new(cluster, store);
        _networks = new(cluster, store);
        _containers = new(cluster);
        _system = new(cluster);
    }

    /// <summary>True if only the leader can answer it.</summary>
    public static bool AsksLeader(ApiRequest request) => request.Parts.Count > 0
        && (SwarmWide.Contains(request.Parts[0]) || request.Parts[0] == "networks" || DoesWithoutLeader(request)
            || request.Is("GET", "swarm") || request.Is("GET", "swarm", "unlockkey") || request.Is("POST", "swarm", "update"));

    /// <summary>True if the engine asks the leader, but can answer without.</summary>
    public static bool DoesWithoutLeader(ApiRequest request) => request.Is("GET", "info") || request.Is("GET", "networks");

    /// <summary>Answers at once, whatever keeps the engine from asking the leader.</summary>
    public Answer Handle(SimulatedNode node, ApiRequest request)
    {
        try
        {
            CheckVersion(request);
            return request.Parts.Count > 0 && SwarmWide.Contains(request.Parts[0]) ? OfSwarm(node, request) : OfEngine(node, request);
        }
        catch (Refusal refusal)
        {
            return Answer.Refused(refusal);
        }
    }

    private void CheckVersion(ApiRequest request)
    {
        if (request.Version is not { } version)
        {
            return;
        }

        var (oldest, newest) = (_cluster.Release.OldestApi, _cluster.Release.NewestApi);
        switch (EngineRelease.Minor(version))
        {
            case null:
                throw new Refusal(404, "page not found");
            case { } minor when minor < oldest:
                throw new Refusal(400, $"client version {version} is too old. Minimum supported API version is 1.{oldest}, please upgrade your client to a newer version");
            case { } minor when minor > newest:
                throw new Refusal(400, $"client version {version} is too new. Maximum supported API version is 1.{newest}");
        }
    }

    // Whoever polls asks the same again and again: as long as nothing changes, so does not the answer.
    private Answer OfSwarm(SimulatedNode node, ApiRequest request)
    {
        Gate.Check(node, request.IsRead);
        if (!request.IsRead)
        {
            return Ask(node, request);
        }

        var key = $"{request.Path}?{request.QueryText}";
        if (_kept.TryGetValue(key, out var kept) && kept.Age == _store.Age && !key.Contains("self", StringComparison.Ordinal))
        {
            return kept.Answer;
        }

        var answer = Ask(node, request);
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[key] = (_store.Age, answer);
        return answer;
    }

    private Answer Ask(SimulatedNode node, ApiRequest request) => request.Parts[0] switch
    {
        "nodes" => _nodes.Ask(node, request),
        "services" => _services.Ask(request),
        "tasks" => _tasks.Ask(node, request),
        "configs" => _configs.Ask(request),
        _ => _secrets.Ask(request),
    };

    private Answer OfEngine(SimulatedNode node, ApiRequest request) => request.Parts.Count == 0 ? throw new Refusal(404, "page not found") : request.Parts[0] switch
    {
        "swarm" => _swarm.Ask(node, request),
        "networks" => _networks.Ask(node, request),
        "containers" => _containers.Ask(node, request),
        _ => _system.Ask(node, request),
    };
}
