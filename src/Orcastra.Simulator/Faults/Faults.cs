namespace Orcastra.Simulator;

/// <summary>What goes wrong, when its caller says so.</summary>
public sealed class Faults
{
    private readonly World _world;
    private readonly HashSet<SimulatedNode> _silent = [];
    private long _requests;

    internal Faults(World world) => _world = world;

    /// <summary>Decides about each request; null lets all through.</summary>
    public Func<RequestSeen, RequestFate>? OnRequest { get; set; }

    /// <summary>Decides about each event; null lets all through.</summary>
    public Func<EventSeen, EventFate>? OnEvent { get; set; }

    /// <summary>How many requests came, at all engines together.</summary>
    public long Requests => _requests;

    /// <summary>Power is gone: everything on the machine ends this moment, without a goodbye.</summary>
    public void PowerCut(SimulatedNode node)
    {
        Check(node);
        if (node.IsOn)
        {
            node.IsOn = false;
            Fall(node, 137);
        }
    }

    /// <summary>Power is back: the machine boots from the same disk.</summary>
    public void Start(SimulatedNode node)
    {
        Check(node);
        if (!node.IsOn)
        {
            node.IsOn = true;
            node.Boots++;
            node.IsEngineUp = false;
            node.After(_world.Dice.Between(1, 2.5), () => Rise(node));
        }
    }

    /// <summary>The network cable is pulled: containers run on, nobody else reaches the machine. Its own socket answers.</summary>
    public void Cut(SimulatedNode node)
    {
        Check(node);
        node.IsCut = true;
        node.Cluster.Grid.Reconsider();
    }

    /// <summary>The cable is back.</summary>
    /// <param name="node">The machine.</param>
    /// <param name="disturbs">True if its return makes the managers vote again, as it does at times: 21.5 s were measured.</param>
    public void Heal(SimulatedNode node, bool disturbs = false)
    {
        Check(node);
        if (!node.IsCut)
        {
            return;
        }

        node.IsCut = false;
        node.Cluster.Grid.Reconsider();
        if (disturbs)
        {
            node.Cluster.Grid.Resign(_world.Dice.Between(10, 22));
        }
    }

    /// <summary>The engine stops with its containers and comes back after a few seconds, as when it is updated.</summary>
    public void RestartEngine(SimulatedNode node)
    {
        Check(node);
        if (node.IsUp)
        {
            node.IsEngineUp = false;
            Fall(node, 0);
            node.After(_world.Dice.Between(1.5, 3), () => Rise(node));
        }
    }

    /// <summary>A container's process ends by itself, unless it is being stopped.</summary>
    /// <param name="container">Which.</param>
    /// <param name="exitCode">With what code.</param>
    public void Crash(RunningContainer container, int exitCode = 1)
    {
        ArgumentNullException.ThrowIfNull(container);
        Check(container.Node);
        container.Node.Agent.Runs.FirstOrDefault(run => run.Task.Id == container.TaskId)?.Crash(exitCode);
    }

    /// <summary>The leader hands over to another manager, within about a second.</summary>
    public void NextLeader() => _world.First.Grid.Resign(_world.Dice.Between(0.5, 1.5));

    /// <summary>The leader loses its office for as long as an unlucky election takes, up to half a minute.</summary>
    /// <param name="lasts">For how long nobody leads.</param>
    public void LoseLeader(TimeSpan lasts) => _world.First.Grid.Resign(lasts);

    /// <summary>An engine's event stream goes silent, without breaking; or speaks again.</summary>
    public void Silence(SimulatedNode node, bool isSilent = true)
    {
        Check(node);
        _ = isSilent ? _silent.Add(node) : _silent.Remove(node);
    }

    /// <summary>All event streams of an engine break.</summary>
    public void BreakStreams(SimulatedNode node)
    {
        Check(node);
        node.Events.Break();
    }

    internal RequestFate FateOf(SimulatedNode node, ApiRequest request)
    {
        var number = _requests++;
        return OnRequest is null
            ? RequestFate.Deliver
            : OnRequest(new(node, request.Method, request.Path, request.QueryText, number, _world.Timeline.Now));
    }

    internal int Copies(SimulatedNode node, EngineEvent happened)
    {
        var fate = _silent.Contains(node) ? EventFate.Lose : OnEvent?.Invoke(new(node, happened.Type, happened.Action, happened.Id)) ?? EventFate.Deliver;
        return fate switch
        {
            EventFate.Lose => 0,
            EventFate.Repeat => 2,
            _ => 1,
        };
    }

    private void Check(SimulatedNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!_world.Nodes.Contains(node))
        {
            throw new ArgumentException($"{node} is a machine of another simulation", nameof(node));
        }
    }

    private static void Fall(SimulatedNode node, int exitCode)
    {
        node.EndBoot();
        node.Agent.Fall(exitCode);
        node.Events.Break();
        foreach (var feed in node.Feeds.ToList())
        {
            feed.Break();
        }

        node.Cluster.Grid.Reconsider();
    }

    private static void Rise(SimulatedNode node)
    {
        node.IsEngineUp = true;
        node.IsLocked = node.Cluster.Store.Swarm is { IsLocking: true } && node.Cluster.Grid.Members.ContainsKey(node.NodeId);
        node.Agent.Rise();
        node.Cluster.Grid.Reconsider();
    }
}
