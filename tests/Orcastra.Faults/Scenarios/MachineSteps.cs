using System.Collections.Immutable;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>What happens to machines and wires.</summary>
internal static class MachineSteps
{
    private static readonly string[] EventTroubles = ["lost", "doubled", "silent", "break"];

    public static void Add(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at)
    {
        var node = 1 + dice.Below(scenario.Nodes);
        var back = at + (dice.Chance(0.5) ? dice.Between(0.5, 10) : dice.Between(10, 30));
        switch (dice.Below(10))
        {
            case < 3:
                steps.Add(new(at, new PowerCut(node)));
                steps.Add(new(back, new PowerOn(node)));
                break;
            case < 6:
                steps.Add(new(at, new CutCable(node)));
                steps.Add(new(back, new HealCable(node)));
                break;
            case 6:
                steps.Add(new(at, new RestartEngine(node)));
                break;
            case 7:
                steps.Add(new(at, new NextLeader()));
                break;
            case 8:
                steps.Add(new(at, new LoseLeader(2 + dice.Below(15))));
                break;
            default:
                LoseQuorum(scenario, steps, at, back);
                break;
        }
    }

    /// <summary>Requests or events of an instance go wrong.</summary>
    public static void Trouble(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at)
    {
        var node = scenario.Instances[dice.Below(scenario.Instances.Length)];
        var seconds = 1 + dice.Below(20);
        if (dice.Chance(0.3))
        {
            steps.Add(new(at, new EventTrouble(node, EventTroubles[dice.Below(EventTroubles.Length)], seconds)));
            return;
        }

        var kind = (TroubleKind)dice.Below(1 + (int)TroubleKind.Conflict);
        steps.Add(new(at, new ApiTrouble(node, kind, 0.1 + (dice.Below(9) / 10.0), dice.Chance(0.6), seconds)));
    }

    private static void LoseQuorum(FaultScenario scenario, ImmutableArray<Step>.Builder steps, TimeSpan at, TimeSpan back)
    {
        for (var node = 1; node <= (scenario.Managers / 2) + 1; node++)
        {
            steps.Add(new(at, new CutCable(node)));
            steps.Add(new(back, new HealCable(node)));
        }
    }
}
