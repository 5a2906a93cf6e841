namespace Orcastra.Simulator;

/// <summary>Finds out what a request asks for, and asks the right part of the engine.</summary>
internal sealed class Router
{
    private const int MostKept = 200;
    private static readonly string[] SwarmWide = ["nodes", "services", "tasks", "configs", "secrets"];

    private readonly Cluster _cluster;
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

    public Router(Cluster cluster)
    {
        _cluster = cluster;
        _nodes = new(cluster);
        _services = new(cluster);
        _tasks = new(cluster);
        _configs = new(cluster, isSecret: false);
        _secrets = new(cluster, isSecret: true);
        _swarm = new(cluster);
        _networks = new(cluster);
        _containers = new(cluster);
        _system = new(cluster);
    }

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
        Gate.Check(node);
        if (!request.IsRead)
        {
            return Ask(node, request);
        }

        var key = $"{request.Path}?{request.QueryText}";
        if (_kept.TryGetValue(key, out var kept) && kept.Age == _cluster.Store.Age && !key.Contains("self", StringComparison.Ordinal))
        {
            return kept.Answer;
        }

        var answer = Ask(node, request);
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[key] = (_cluster.Store.Age, answer);
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
