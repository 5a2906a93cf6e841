using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Puts drains into a scenario. They are no part of the generator, whose seeds are to go on meaning what they mean.</summary>
internal static class DrainSteps
{
    /// <summary>The scenario with one to three drains begun in the middle of it, always the same ones.</summary>
    public static FaultScenario AddTo(FaultScenario scenario)
    {
        var dice = new Dice(scenario.Seed + 1);
        var end = scenario.Steps.Length == 0 ? 60 : scenario.Steps[^1].At.TotalSeconds;
        var drains = Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => new Step(
            TimeSpan.FromSeconds(5 + (dice.Below(1000) * end / 1000)), new BeginDrain(1 + dice.Below(scenario.Nodes), dice.Chance(0.4))));
        return scenario with { Steps = [.. scenario.Steps.Concat(drains).OrderBy(step => step.At)] };
    }
}
