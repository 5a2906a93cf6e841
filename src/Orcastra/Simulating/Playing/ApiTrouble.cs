using Orcastra.Simulator;

namespace Orcastra.Simulating;

/// <summary>How requests fail.</summary>
internal enum ApiFailure
{
    /// <summary>The connection is refused.</summary>
    Refused,

    /// <summary>The engine answers with an error; nothing took effect.</summary>
    Error,

    /// <summary>Nobody answers; nothing took effect.</summary>
    Timeout,

    /// <summary>It takes effect, and the answer is lost.</summary>
    Lost,

    /// <summary>The answer takes three seconds.</summary>
    Slow,
}

/// <summary>Makes requests to engines fail for a while.</summary>
internal sealed class ApiTrouble
{
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(3);

    private readonly World _world;
    private readonly List<Spell> _spells = [];

    /// <summary>Stands between all clients and the engines.</summary>
    public ApiTrouble(World world)
    {
        _world = world;
        world.Swarm.Faults.OnRequest = FateOf;
    }

    /// <summary>From now on, for a while, each so-manieth request fails so.</summary>
    /// <param name="node">Whose engine's; null for all.</param>
    /// <param name="failure">How.</param>
    /// <param name="every">1 for each, 2 for every second one.</param>
    /// <param name="lasts">For how long.</param>
    public void Begin(SimulatedNode? node, ApiFailure failure, int every, TimeSpan lasts) =>
        _spells.Add(new(node, failure, every, _world.Timeline.Now + lasts));

    private RequestFate FateOf(RequestSeen request)
    {
        _spells.RemoveAll(spell => request.At >= spell.Until);
        foreach (var spell in _spells)
        {
            if ((spell.Node is null || spell.Node == request.Node) && spell.Strikes())
            {
                return FateOf(spell.Failure);
            }
        }

        return RequestFate.Deliver;
    }

    private static RequestFate FateOf(ApiFailure failure) => failure switch
    {
        ApiFailure.Refused => RequestFate.Refuse,
        ApiFailure.Timeout => RequestFate.Swallow,
        ApiFailure.Lost => RequestFate.LoseAnswer,
        ApiFailure.Slow => RequestFate.Delay(TimeSpan.Zero, Slowness),
        _ => RequestFate.Answer(500, "rpc error: code = Unavailable desc = the simulation says so"),
    };

    private sealed class Spell(SimulatedNode? node, ApiFailure failure, int every, DateTimeOffset until)
    {
        private int _count;

        public SimulatedNode? Node => node;

        public ApiFailure Failure => failure;

        public DateTimeOffset Until => until;

        public bool Strikes() => ++_count % every == 0;
    }
}
