using System.Text;
using System.Text.Json.Nodes;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>The wires between the Orcastras and their engines, on which requests and events get lost for a while.</summary>
internal sealed class Wire
{
    private readonly List<(ApiTrouble Trouble, DateTimeOffset Until)> _requests = [];
    private readonly List<(EventTrouble Trouble, DateTimeOffset Until)> _events = [];
    private readonly Stage _stage;
    private readonly Dice _dice;

    public Wire(Stage stage)
    {
        (_stage, _dice) = (stage, new(stage.Scenario.Seed ^ 0x5eed));
        stage.Swarm.Faults.OnRequest = FateOf;
        stage.Swarm.Faults.OnEvent = FateOf;
    }

    /// <summary>JSON as it goes over the wire.</summary>
    public static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    public void Begin(ApiTrouble trouble)
    {
        _requests.Add((trouble, _stage.Now + TimeSpan.FromSeconds(trouble.Seconds)));
        _stage.Disturb();
    }

    public void Begin(EventTrouble trouble)
    {
        var node = _stage.Node(trouble.Node);
        switch (trouble.What)
        {
            case "break":
                _stage.Swarm.Faults.BreakStreams(node);
                break;
            case "silent":
                _stage.Swarm.Faults.Silence(node);
                break;
            default:
                _events.Add((trouble, _stage.Now + TimeSpan.FromSeconds(trouble.Seconds)));
                break;
        }
    }

    /// <summary>All is well from now on.</summary>
    public void Mend()
    {
        _requests.Clear();
        _events.Clear();
        foreach (var node in _stage.Swarm.Nodes)
        {
            _stage.Swarm.Faults.Silence(node, isSilent: false);
        }
    }

    private EventFate FateOf(EventSeen seen)
    {
        var trouble = _events.Find(trouble => trouble.Until > _stage.Now && trouble.Trouble.Node == seen.Node.Number).Trouble;
        return trouble is null || _dice.Chance(0.5) ? EventFate.Deliver : trouble.What == "lost" ? EventFate.Lose : EventFate.Repeat;
    }

    private RequestFate FateOf(RequestSeen seen)
    {
        if (_requests.Count == 0 || _requests.Find(Concerns).Trouble is not { } trouble || !_dice.Chance(trouble.Share))
        {
            return RequestFate.Deliver;
        }

        _stage.Disturb();
        return trouble.Kind switch
        {
            TroubleKind.Refuse => RequestFate.Refuse,
            TroubleKind.LoseAnswer => RequestFate.LoseAnswer,
            TroubleKind.Swallow => RequestFate.Swallow,
            TroubleKind.DelayBefore => RequestFate.Delay(_dice.Between(0.05, 25)),
            TroubleKind.DelayAfter => RequestFate.Delay(TimeSpan.Zero, _dice.Between(0.05, 25)),
            TroubleKind.Conflict when seen.IsWrite => RequestFate.Answer(500, "rpc error: code = Unknown desc = update out of sequence"),
            _ => RequestFate.Answer(500, "rpc error: code = DeadlineExceeded desc = context deadline exceeded"),
        };

        bool Concerns((ApiTrouble Trouble, DateTimeOffset Until) known) =>
            known.Until > _stage.Now && known.Trouble.Node == seen.Node.Number && (seen.IsWrite || !known.Trouble.WritesOnly);
    }
}
