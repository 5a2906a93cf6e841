namespace Orcastra.Simulator;

/// <summary>How a leader is found.</summary>
internal sealed partial class Grid
{
    private const double LeastElection = 12;
    private const double MostElection = 15;

    // Whoever has looked for a leader for long does so at a time of its own.
    private const double LeastReunion = 8;
    private const double MostReunion = 19;

    private Appointment? _election;
    private SimulatedNode? _last;

    /// <summary>The leader gives up its office; the members vote again.</summary>
    /// <param name="after">How long that takes; null for as long as chance has it.</param>
    public void Resign(TimeSpan? after)
    {
        StepDown();
        foreach (var member in Members.Values.Where(member => IsMember(member) && !member.IsCut))
        {
            member.Belief.Lose();
        }

        _election?.Cancel();
        _election = cluster.Timeline.After(after ?? cluster.Dice.Between(LeastElection, MostElection), Elect);
        cluster.Store.Outdate();
    }

    // Sees to it that there will be a vote, if enough members hear each other but no leader.
    private void SeeToVote(bool isNew)
    {
        var isElectable = Commander is null && Members.Values.Any(Commands);
        if (!isElectable)
        {
            _election?.Cancel();
            _election = null;
        }
        else if (_election is not { IsToCome: true })
        {
            var wait = isNew ? cluster.Dice.Between(LeastElection, MostElection) : cluster.Dice.Between(LeastReunion, MostReunion);
            _election = cluster.Timeline.After(wait, Elect);
        }
    }

    private void Elect()
    {
        var candidates = Members.Values.Where(Commands).ToList();
        if (Commander is not null || candidates.Count == 0)
        {
            return;
        }

        StepDown();
        var others = candidates.Where(node => node != _last).ToList();
        var electable = others.Count > 0 ? others : candidates;
        Crown(electable[cluster.Dice.Below(electable.Count)], isFirst: false);
    }

    // What the leader that is cut off still takes for the present, seen with its eyes.
    private Store Past()
    {
        foreach (var node in cluster.Store.Nodes.Values)
        {
            node.Json ??= NodeJson.Of(node, this);
        }

        return cluster.Store.Copy();
    }
}
