using System.Collections.Immutable;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>What happens to Orcastra itself.</summary>
internal static class OrcastraSteps
{
    public static void Add(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at)
    {
        var node = scenario.Instances[dice.Below(scenario.Instances.Length)];
        var back = at + (dice.Chance(0.7) ? dice.Between(0.05, 4) : dice.Between(4, 30));
        switch (dice.Below(10))
        {
            case < 2:
                steps.Add(new(at, new Kill(node)));
                steps.Add(new(back, new StartOrcastra(node)));
                break;
            case < 7:
                var isWrite = dice.Chance(0.7);
                var underWay = dice.Chance(0.4) ? 0 : dice.Between(0.0002, 0.006).TotalMilliseconds;
                steps.Add(new(at, new KillAtRequest(node, dice.Below(isWrite ? 6 : 60), isWrite, underWay)));
                steps.Add(new(back + dice.Between(0, 10), new StartOrcastra(node)));
                break;
            case < 8:
                steps.Add(new(at, new StopOrcastra(node)));
                steps.Add(new(back + dice.Between(0, 12), new StartOrcastra(node)));
                break;
            default:
                steps.Add(new(at, new StaleLease(node, 2 + dice.Below(25))));
                break;
        }
    }
}
