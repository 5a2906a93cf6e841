using System.Collections.Immutable;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>What happens to containers.</summary>
internal static class ContainerSteps
{
    public static void Add(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at)
    {
        var service = scenario.Services[dice.Below(scenario.Services.Length)];
        var node = FormattableString.Invariant($"node{1 + dice.Below(scenario.Nodes)}");
        var behaviour = service.Behaviour;
        switch (dice.Below(5))
        {
            case < 2:
                steps.Add(new(at, new Crash(service.Name, dice.Chance(0.2) ? 0 : 1)));
                return;
            case 2:
                steps.Add(new(at, new Behave(service.Name, behaviour with { FailsOn = [node] }, $"fails on {node}")));
                break;
            case 3:
                steps.Add(new(at, new Behave(service.Name, behaviour with { RunsFor = dice.Between(0.2, 8), ExitCode = 1 }, "dies")));
                break;
            default:
                steps.Add(new(at, new Behave(service.Name, behaviour with { UnhealthyAfter = dice.Between(1, 8), PrepareTime = dice.Between(0.1, 9) }, "turns unhealthy, prepares slowly")));
                break;
        }

        steps.Add(new(at + dice.Between(3, 25), new Behave(service.Name, behaviour, "well")));
    }
}
