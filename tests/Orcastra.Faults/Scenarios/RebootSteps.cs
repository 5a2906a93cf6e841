using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Puts reboots into a scenario. They are no part of the generator, whose seeds are to go on meaning what they mean.</summary>
internal static class RebootSteps
{
    /// <summary>The scenario with one to three reboots asked for in the middle of it, always the same ones.</summary>
    public static FaultScenario AddTo(FaultScenario scenario)
    {
        var dice = new Dice(scenario.Seed + 2);
        var end = scenario.Steps.Length == 0 ? 60 : scenario.Steps[^1].At.TotalSeconds;
        var steps = new List<Step>();
        for (var count = 1 + dice.Below(3); count > 0; count--)
        {
            var at = TimeSpan.FromSeconds(5 + (dice.Below(1000) * end / 1000));
            var mishap = dice.Chance(0.5) ? Mishap.None : (Mishap)dice.Below(6);
            steps.Add(new(at, new Hinder(mishap)));
            steps.Add(new(at, new GiveCommand($"reboot_node:node{1 + dice.Below(scenario.Nodes)}{(dice.Chance(0.5) ? "!" : "")}")));
        }

        var policy = scenario.Policy with { RebootTimeout = TimeSpan.FromSeconds(120) };
        return scenario with { Policy = policy, Steps = [.. scenario.Steps.Concat(steps).OrderBy(step => step.At)] };
    }
}
