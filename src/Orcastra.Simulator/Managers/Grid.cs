namespace Orcastra.Simulator;

/// <summary>Which machines reach each other, who are managers, and who of them leads.</summary>
internal sealed partial class Grid(Cluster cluster)
{
    /// <summary>The Raft members, by node ID. A machine that left stays a member until it is demoted.</summary>
    public Dictionary<string, SimulatedNode> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>IDs of nodes that were promoted before.</summary>
    public HashSet<string> FormerMembers { get; } = new(StringComparer.Ordinal);

    /// <summary>Who holds the office. One that is cut off holds it until it notices, or another is elected.</summary>
    public SimulatedNode? Leader { get; private set; }

    public Term? Term { get; private set; }

    /// <summary>The leader if it can commit; else null.</summary>
    public SimulatedNode? Commander => Term is { IsHeld: false } ? Leader : null;

    private int Quorum => (Members.Count / 2) + 1;

    public static bool Reaches(SimulatedNode from, SimulatedNode to) => from == to || (!from.IsCut && !to.IsCut);

    /// <summary>True if a machine is a member, and up.</summary>
    public bool IsMember(SimulatedNode node) => node.IsInSwarm && Members.GetValueOrDefault(node.NodeId) == node;

    /// <summary>True if a manager hears a leader that can commit.</summary>
    public bool HasLeader(SimulatedNode manager) => Commander is not null && Reaches(manager, Commander);

    /// <summary>What keeps a member's request from being answered.</summary>
    public Obstacle ObstacleTo(SimulatedNode member, bool isRead)
    {
        if (member.Belief.Leader is not { } leader)
        {
            return member.Belief.HasGivenUp ? Obstacle.NoQuorum : Obstacle.NoLeader;
        }

        if (!Reaches(member, leader) || !leader.IsOn)
        {
            return Obstacle.Silence;
        }

        if (!leader.IsInSwarm || !leader.Belief.LeadsItself)
        {
            return Obstacle.NoLeader; // it says that it does not lead any more
        }

        return isRead || leader == Commander ? Obstacle.None : Obstacle.Isolation;
    }

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
        var led = Leader is not null;
        if (Leader is not null && !IsMember(Leader))
        {
            StepDown();
        }

        if (Leader is not null)
        {
            Term!.Hold(!Commands(Leader));
        }

        SeeToVote(led);
        foreach (var node in cluster.Nodes)
        {
            if (IsMember(node))
            {
                node.Belief.Hear(HeardBy(node), cluster.Dice);
            }
            else
            {
                node.Belief.Forget();
            }
        }

        Term?.Dispatcher.Reconsider();
        cluster.Store.Outdate();
    }

    /// <summary>A member has noticed that it hears no leader, or no quorum.</summary>
    public void GaveUp(SimulatedNode member)
    {
        if (Leader == member)
        {
            StepDown();
            Reconsider();
        }
    }

    /// <summary>Makes a member the leader at once, as when a Swarm begins.</summary>
    public void Crown(SimulatedNode node, bool isFirst)
    {
        Leader = node;
        foreach (var member in Members.Values.Where(member => IsMember(member) && Reaches(member, node)))
        {
            member.Belief.Follow(node);
        }

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

    public void Forget()
    {
        StepDown();
        Members.Clear();
        _election?.Cancel();
        _election = null;
    }

    private SimulatedNode? HeardBy(SimulatedNode member)
    {
        var isHeard = Leader is not null && Reaches(member, Leader) && (member != Leader || Commands(member));
        return isHeard ? Leader : null;
    }

    // A member that reaches enough others, itself included.
    private bool Commands(SimulatedNode node) =>
        IsMember(node) && Members.Values.Count(other => IsMember(other) && Reaches(node, other)) >= Quorum;

    private void StepDown()
    {
        if (Leader is { Belief.LeadsItself: true } && Term!.IsHeld && IsMember(Leader))
        {
            Leader.Belief.Past = new(cluster, Past()); // it does not know yet
        }

        _last = Leader ?? _last;
        Leader = null;
        Term?.End();
        Term = null;
        cluster.Store.Committed = null;
    }
}
