namespace Orcastra.Simulator;

/// <summary>
/// A request at an engine, from its arrival to its answer. One that only the leader can answer waits for it: 20 seconds, after
/// which it fails whatever happens meanwhile.
/// </summary>
internal sealed class Hearing(SimulatedNode node, ApiRequest request, Action<Answer?> done)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly Refusal Late = new(500, "rpc error: code = DeadlineExceeded desc = context deadline exceeded");
    private static readonly Refusal OfficeLost = new(500, "rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status");

    private readonly Timeline _timeline = node.Cluster.Timeline;
    private readonly DateTimeOffset _deadline = node.Cluster.Now + Patience;
    private readonly int _boot = node.Boot;

    // Where it is, if it is not with its own manager: on its way to a leader that does not hear, or with one that cannot commit.
    private SimulatedNode? _sentTo;
    private SimulatedNode? _proposedBy;

    private Obstacle Obstacle => Router.AsksLeader(request) && node.Cluster.Grid.IsMember(node)
        ? node.Cluster.Grid.ObstacleTo(node, request.IsRead)
        : Obstacle.None;

    /// <summary>Hears it, now or later.</summary>
    public void Begin()
    {
        var obstacle = Obstacle;
        switch (obstacle)
        {
            case Obstacle.None:
                Handle();
                return;
            case Obstacle.NoQuorum:
                Refuse(new(500, Gate.NoLeader));
                return;
            case Obstacle.Silence:
                _sentTo = node.Belief.Leader;
                break;
            case Obstacle.Isolation:
                _proposedBy = node.Belief.Leader;
                break;
        }

        _timeline.After(Look, LookAgain);
    }

    private void LookAgain()
    {
        if (node.Boot != _boot)
        {
            done(null);
        }
        else if (_timeline.Now >= _deadline)
        {
            Refuse(Late);
        }
        else if (_proposedBy is { } leader)
        {
            Await(leader);
        }
        else if (!request.IsAbandoned)
        {
            Seek();
        }
    }

    // What is proposed is proposed, whether or not somebody still waits for it.
    private void Await(SimulatedNode leader)
    {
        if (!leader.Belief.LeadsItself)
        {
            Refuse(OfficeLost);
        }
        else if (Obstacle == Obstacle.None)
        {
            Handle();
        }
        else
        {
            _timeline.After(Look, LookAgain);
        }
    }

    private void Seek()
    {
        var isOnItsWay = _sentTo is { } leader && (!Grid.Reaches(node, leader) || !leader.IsOn);
        _sentTo = isOnItsWay ? _sentTo : null;
        if (!isOnItsWay && Obstacle == Obstacle.None)
        {
            Handle();
        }
        else
        {
            _timeline.After(Look, LookAgain);
        }
    }

    private void Handle() => done((node.Belief.Past ?? node.Cluster.Router).Handle(node, request));

    private void Refuse(Refusal refusal)
    {
        if (Router.DoesWithoutLeader(request))
        {
            Handle();
        }
        else
        {
            done(Answer.Refused(refusal));
        }
    }
}
