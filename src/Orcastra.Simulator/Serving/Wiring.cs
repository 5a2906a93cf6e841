namespace Orcastra.Simulator;

/// <summary>How a request of a client ended.</summary>
internal enum WireEnd
{
    Answered,
    Refused,
    Broken,
}

/// <summary>Carries requests to engines and answers back, both of which takes time, and either of which may go wrong.</summary>
internal sealed class Wiring(SimulatedSwarm swarm)
{
    private Cluster Cluster => swarm.Cluster;

    /// <summary>Sends a request.</summary>
    /// <param name="node">To whose engine.</param>
    /// <param name="request">The request.</param>
    /// <param name="done">Told of the end; never, if there is none.</param>
    public void Send(SimulatedNode node, ApiRequest request, Action<WireEnd, Answer?> done)
    {
        var fate = Cluster.Faults.FateOf(node, request);
        Cluster.Timeline.After(Latency() + fate.DelayBefore, () => Arrive(node, request, fate, done));
    }

    private void Arrive(SimulatedNode node, ApiRequest request, RequestFate fate, Action<WireEnd, Answer?> done)
    {
        if (!node.IsUp || fate.IsRefused)
        {
            Cluster.Timeline.After(Latency(), () => done(WireEnd.Refused, null));
            return;
        }

        if (fate.IsSwallowed)
        {
            return;
        }

        var answer = fate.Instead is { } instead ? Answer.Refused(new(instead.Status, instead.Message)) : swarm.Router.Handle(node, request);
        Cluster.Timeline.After(answer.Takes + fate.DelayAfter + Latency(), () =>
        {
            // Who has gone meanwhile answers nobody.
            var isLost = fate.LosesAnswer || !node.IsUp;
            if (isLost)
            {
                answer.Feed?.Leave();
            }

            done(isLost ? WireEnd.Broken : WireEnd.Answered, isLost ? null : answer);
        });
    }

    private TimeSpan Latency()
    {
        var options = Cluster.Options;
        return Cluster.WireDice.Between(options.LeastLatency.TotalSeconds, options.MostLatency.TotalSeconds);
    }
}
