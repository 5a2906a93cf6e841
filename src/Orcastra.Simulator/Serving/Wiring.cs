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
    private World World => swarm.World;

    /// <summary>Sends a request.</summary>
    /// <param name="node">To whose engine.</param>
    /// <param name="request">The request.</param>
    /// <param name="done">Told of the end; never, if there is none.</param>
    public void Send(SimulatedNode node, ApiRequest request, Action<WireEnd, Answer?> done)
    {
        var fate = World.Faults.FateOf(node, request);
        World.Timeline.After(Latency() + fate.DelayBefore, () => Arrive(node, request, fate, done));
    }

    private void Arrive(SimulatedNode node, ApiRequest request, RequestFate fate, Action<WireEnd, Answer?> done)
    {
        if (!node.IsUp || fate.IsRefused)
        {
            World.Timeline.After(Latency(), () => done(WireEnd.Refused, null));
            return;
        }

        if (fate.IsSwallowed)
        {
            return;
        }

        if (fate.Instead is { } instead)
        {
            Return(node, Answer.Refused(new(instead.Status, instead.Message)), fate, done);
        }
        else
        {
            new Hearing(node, request, answer => Return(node, answer, fate, done)).Begin();
        }
    }

    private void Return(SimulatedNode node, Answer? answer, RequestFate fate, Action<WireEnd, Answer?> done) =>
        World.Timeline.After((answer?.Takes ?? default) + fate.DelayAfter + Latency(), () =>
        {
            // Who has gone meanwhile answers nobody.
            var isLost = answer is null || fate.LosesAnswer || !node.IsUp;
            if (isLost)
            {
                answer?.Feed?.Leave();
            }

            done(isLost ? WireEnd.Broken : WireEnd.Answered, isLost ? null : answer);
        });

    private TimeSpan Latency()
    {
        var options = World.Options;
        return World.WireDice.Between(options.LeastLatency.TotalSeconds, options.MostLatency.TotalSeconds);
    }
}
