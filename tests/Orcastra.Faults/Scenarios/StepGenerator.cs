using System.Collections.Immutable;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Makes up what happens: faults, users, and Orcastras that die, most of it at the worst moment.</summary>
internal static class StepGenerator
{
    /// <summary>A few steps, close to each other.</summary>
    public static ImmutableArray<Step> Short(FaultScenario scenario, Dice dice)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        var at = Burst(scenario, dice, steps, dice.Between(0.2, 8), 2 + dice.Below(7));
        at += dice.Between(0.1, 10);
        steps.Add(new(at, new StartOrcastra(scenario.Instances[0])));
        return InOrder(steps);
    }

    /// <summary>Bursts of steps, with time to recover in between.</summary>
    public static ImmutableArray<Step> Long(FaultScenario scenario, Dice dice)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        var at = TimeSpan.FromSeconds(10);
        for (var burst = 0; burst < 15; burst++)
        {
            at = Burst(scenario, dice, steps, at, 2 + dice.Below(9));
            at += dice.Between(0, 30);
            Repair(scenario, steps, at);
            at += dice.Between(20, 400);
        }

        return InOrder(steps);
    }

    private static ImmutableArray<Step> InOrder(IEnumerable<Step> steps) => [.. steps.OrderBy(step => step.At)];

    private static TimeSpan Burst(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || dice.Chance(0.25))
            {
                steps.Add(new(at, UserSteps.Move(scenario, dice)));
            }
            else
            {
                Add(scenario, dice, steps, at);
            }

            at += dice.Chance(0.5) ? dice.Between(0.05, 3) : dice.Between(1, 12);
        }

        return at;
    }

    private static void Add(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at)
    {
        switch (dice.Below(100))
        {
            case < 35:
                UserSteps.Add(scenario, dice, steps, at);
                break;
            case < 60:
                MachineSteps.Add(scenario, dice, steps, at);
                break;
            case < 75:
                OrcastraSteps.Add(scenario, dice, steps, at);
                break;
            case < 88:
                MachineSteps.Trouble(scenario, dice, steps, at);
                break;
            default:
                ContainerSteps.Add(scenario, dice, steps, at);
                break;
        }
    }

    private static void Repair(FaultScenario scenario, ImmutableArray<Step>.Builder steps, TimeSpan at)
    {
        for (var node = 1; node <= scenario.Nodes; node++)
        {
            steps.Add(new(at, new PowerOn(node)));
            steps.Add(new(at, new HealCable(node)));
            steps.Add(new(at, new MakeAvailable(node, "active")));
        }

        foreach (var service in scenario.Services)
        {
            steps.Add(new(at, new Behave(service.Name, service.Behaviour, "well")));
        }

        foreach (var instance in scenario.Instances)
        {
            steps.Add(new(at, new StartOrcastra(instance)));
        }
    }
}
