namespace Orcastra.Simulator;

/// <summary>Which machines reach each other, who are managers, and who of them leads.</summary>
internal sealed class Grid(Cluster cluster)
{
    private const double LeastElection = 12;
    private const double MostElection = 15;

    private Appointment? _election;

    /// <summary>The Raft members, by node ID. A machine that left stays a member until it is demoted.</summary>
    public Dictionary<string, SimulatedNode> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>IDs of nodes that were promoted before.</summary>
    public HashSet<string> FormerMembers { get; } = new(StringComparer.Ordinal);

    public SimulatedNode? Leader { get; private set; }

    public Term? Term { get; private set; }

    private int Quorum => (Members.Count / 2) + 1;

    public static bool Reaches(SimulatedNode from, SimulatedNode to) => from == to || (!from.IsCut && !to.IsCut);

    /// <summary>True if a machine is a member, and up.</summary>
    public bool IsMember(SimulatedNode node) => node.IsInSwarm && Members.GetValueOrDefault(node.NodeId) == node;

    /// <summary>True if the leader answers a manager's requests.</summary>
    public bool HasLeader(SimulatedNode manager) => Leader is not null && Reaches(manager, Leader);

    /// <summary>True if the leader, or with none anybody, reaches that member.</summary>
    public bool IsReachable(string nodeId) =>
        Members.TryGetValue(nodeId, out var node) && node.NodeId == nodeId && IsMember(node) && (Leader is null || Reaches(Leader, node));

    /// <summary>True if taking a member away leaves enough of the others.</summary>
    public bool MayLose(string nodeId)
    {
        var rest = Members.Keys.Where(id => id != nodeId).ToList();
        return rest.Count > 0 && rest.Count(IsReachable) >= (rest.Count / 2) + 1;
    }

    /// <summary>Something about power, cables or members has changed.</summary>
    public void Reconsider()
    {
        if (Leader is not null && !Commands(Leader))
        {
            StepDown();
        }

        var isElectable = Leader is null && Members.Values.Any(Commands);
        if (!isElectable)
        {
            _election?.Cancel();
            _election = null;
        }
        else if (_election is not { IsToCome: true })
        {
            _election = cluster.Timeline.After(cluster.Dice.Between(LeastElection, MostElection), Elect);
        }

        Term?.Dispatcher.Reconsider();
        cluster.Store.Outdate();
    }

    /// <summary>Makes a member the leader at once, as when a Swarm begins.</summary>
    public void Crown(SimulatedNode node, bool isFirst)
    {
        Leader = node;
        Term = new(cluster.Store, cluster.Timeline, cluster.Dice, this);
        cluster.Store.Committed = changes =>
        {
            Term?.OnCommit(changes);
            cluster.Announce(changes);
        };
        if (!isFirst)
        {
            Term.Dispatcher.DoubtAll();
        }

        Term.Begin();
        cluster.Store.Outdate();
    }

    /// <summary>The leader gives up its office; the members vote again.</summary>
    /// <param name="after">How long that takes; null for as long as chance has it.</param>
    public void Resign(TimeSpan? after)
    {
        StepDown();
        _election?.Cancel();
        _election = cluster.Timeline.After(after ?? cluster.Dice.Between(LeastElection, MostElection), Elect);
        cluster.Store.Outdate();
    }

    public void Forget()
    {
        StepDown();
        Members.Clear();
        _election?.Cancel();
        _election = null;
    }

    private void Elect()
    {
        var candidates = Members.Values.Where(Commands).ToList();
        if (Leader is null && candidates.Count > 0)
        {
            var others = candidates.Where(node => node != _last).ToList();
            var electable = others.Count > 0 ? others : candidates;
            Crown(electable[cluster.Dice.Below(electable.Count)], isFirst: false);
        }
    }

    private SimulatedNode? _last;

    // A member that reaches enough others, itself included.
    private bool Commands(SimulatedNode node) =>
        IsMember(node) && Members.Values.Count(other => IsMember(other) && Reaches(node, other)) >= Quorum;

    private void StepDown()
    {
        _last = Leader;
        Leader = null;
        Term?.End();
        Term = null;
        cluster.Store.Committed = null;
    }
}
