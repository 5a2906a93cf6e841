namespace Orcastra.Simulator;

/// <summary>
/// Whom a manager takes for the leader. It learns late that it is cut off: until then it sends requests to a leader that does
/// not hear them or, if it led itself, shows what it has, which may be the past.
/// </summary>
internal sealed class Belief(SimulatedNode node)
{
    // In ticks of Raft, which are seconds: a leader looks every ten whether it heard a quorum, a follower waits ten to twenty.
    private const double LeastPatience = 10;
    private const double MostPatience = 20;
    private static readonly TimeSpan UntilQuorumIsLost = TimeSpan.FromSeconds(10);

    private DateTimeOffset? _leaderlessSince;
    private SimulatedNode? _next;
    private Appointment? _change;

    /// <summary>Null while it knows of none.</summary>
    public SimulatedNode? Leader { get; private set; }

    public bool LeadsItself => Leader == node;

    /// <summary>True once it has known of none for so long that it does not even look for one.</summary>
    public bool HasGivenUp => Leader is null && node.Cluster.Now - _leaderlessSince > UntilQuorumIsLost;

    /// <summary>What it shows as long as it takes itself for the leader although another one is.</summary>
    public Router? Past { get; set; }

    /// <summary>It hears this leader, or none.</summary>
    public void Hear(SimulatedNode? heard, Dice dice)
    {
        _leaderlessSince ??= node.Cluster.Now;
        if (heard == Leader)
        {
            Cancel();
        }
        else if (_change is not { IsToCome: true } || _next != heard)
        {
            Cancel();
            _next = heard;
            _change = heard is null
                ? node.After(dice.Between(LeastPatience, MostPatience), GiveUp)
                : node.After(dice.Between(0.05, 1), () => Follow(heard));
        }
    }

    public void Follow(SimulatedNode leader)
    {
        Cancel();
        (Leader, Past) = (leader, null);
    }

    /// <summary>From now on it looks for a leader.</summary>
    public void Lose()
    {
        Cancel();
        (Leader, Past, _leaderlessSince) = (null, null, node.Cluster.Now);
    }

    /// <summary>It is no manager, or not up.</summary>
    public void Forget()
    {
        Cancel();
        (Leader, Past, _leaderlessSince) = (null, null, null);
    }

    private void GiveUp()
    {
        Lose();
        node.Cluster.Grid.GaveUp(node);
    }

    private void Cancel()
    {
        _change?.Cancel();
        _change = null;
    }
}
