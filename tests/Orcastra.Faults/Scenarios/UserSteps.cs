using System.Collections.Immutable;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>What users do.</summary>
internal static class UserSteps
{
    /// <summary>Moves an anchor, as what most of the others disturb.</summary>
    public static Deed Move(FaultScenario scenario, Dice dice) =>
        new MoveTo(scenario.Policy.Anchors[dice.Below(scenario.Policy.Anchors.Length)].Name, 1 + dice.Below(scenario.Nodes));

    public static void Add(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at)
    {
        var node = 1 + dice.Below(scenario.Nodes);
        var service = scenario.Services[dice.Below(scenario.Services.Length)];
        switch (dice.Below(10))
        {
            case 0 or 1:
                steps.Add(new(at, new Deploy(service.Name, Image(dice))));
                break;
            case 2 or 3:
                steps.Add(new(at, new StackDeploy(service.Name, dice.Chance(0.5) ? "lab:1" : Image(dice))));
                break;
            case 4:
                steps.Add(new(at, new RollBack(service.Name)));
                break;
            case 5:
                steps.Add(new(at, new Scale(service.Name, dice.Below(3))));
                steps.Add(new(at + dice.Between(1, 20), new Scale(service.Name, Math.Max(1, service.Replicas))));
                break;
            case 6:
                var key = scenario.Policy.Anchors[dice.Below(scenario.Policy.Anchors.Length)].Name;
                steps.Add(new(at, new Relabel(node, key, dice.Chance(0.5) ? "true" : null)));
                break;
            case 7 or 8:
                steps.Add(new(at, new MakeAvailable(node, dice.Chance(0.6) ? "drain" : "pause")));
                steps.Add(new(at + dice.Between(2, 25), new MakeAvailable(node, "active")));
                break;
            default:
                AddRare(scenario, dice, steps, at, service);
                break;
        }
    }

    private static void AddRare(FaultScenario scenario, Dice dice, ImmutableArray<Step>.Builder steps, TimeSpan at, PlannedService service)
    {
        if (dice.Chance(0.5))
        {
            steps.Add(new(at, new Remove(service.Name, Recreates: dice.Chance(0.7))));
            return;
        }

        // An entry leaves the file, and comes back.
        var anchors = scenario.Policy.Anchors;
        var left = anchors[dice.Below(anchors.Length)];
        steps.Add(new(at, new Reload(scenario.Policy with { Anchors = anchors.Remove(left) }, $"without {left.Name}")));
        if (dice.Chance(0.7))
        {
            steps.Add(new(at + dice.Between(0.5, 20), new Reload(scenario.Policy, $"with {left.Name}")));
        }
    }

    private static string Image(Dice dice) => FormattableString.Invariant($"lab:{2 + dice.Below(3)}");
}
