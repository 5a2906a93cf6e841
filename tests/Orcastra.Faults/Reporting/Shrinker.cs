namespace Orcastra.Faults;

/// <summary>Makes a failing scenario small: whatever can be left out without the law holding again is left out.</summary>
internal static class Shrinker
{
    /// <summary>Shrinks it.</summary>
    /// <param name="failed">What failed.</param>
    /// <param name="options">How it was played.</param>
    /// <param name="mostRuns">How often it may be played.</param>
    public static FaultScenario Shrink(Verdict failed, RunOptions options, int mostRuns = 400)
    {
        var runs = mostRuns;
        var smallest = failed.Scenario;
        var before = (Steps: 0, Services: 0, Instances: 0);
        while (before != (smallest.Steps.Length, smallest.Services.Length, smallest.Instances.Length) && runs > 0)
        {
            before = (smallest.Steps.Length, smallest.Services.Length, smallest.Instances.Length);
            for (var size = Math.Max(1, smallest.Steps.Length / 2); size >= 1; size /= 2)
            {
                smallest = WithoutSteps(smallest, size, Fails);
            }

            smallest = WithoutServices(smallest, Fails);
            smallest = WithoutInstances(smallest, Fails);
        }

        return smallest;

        bool Fails(FaultScenario scenario) => runs-- > 0 && FaultRun.Play(scenario, options).Broken == failed.Broken;
    }

    private static FaultScenario WithoutSteps(FaultScenario scenario, int size, Func<FaultScenario, bool> fails)
    {
        for (var at = scenario.Steps.Length - size; at >= 0; at -= size)
        {
            var without = scenario with { Steps = scenario.Steps.RemoveRange(at, size) };
            scenario = fails(without) ? without : scenario;
            at = Math.Min(at, scenario.Steps.Length);
        }

        return scenario;
    }

    private static FaultScenario WithoutServices(FaultScenario scenario, Func<FaultScenario, bool> fails)
    {
        foreach (var service in scenario.Services)
        {
            var without = scenario with
            {
                Services = scenario.Services.Remove(service),
                Policy = scenario.Policy with { Anchors = [.. scenario.Policy.Anchors.Where(entry => entry.Name != service.Name).Select(entry => entry with { Dependents = entry.Dependents.Remove(service.Name) })] },
            };
            scenario = without.Policy.Anchors.Length > 0 && fails(without) ? without : scenario;
        }

        return scenario;
    }

    private static FaultScenario WithoutInstances(FaultScenario scenario, Func<FaultScenario, bool> fails)
    {
        foreach (var instance in scenario.Instances)
        {
            var without = scenario with { Instances = scenario.Instances.Remove(instance) };
            scenario = without.Instances.Length > 0 && fails(without) ? without : scenario;
        }

        return scenario;
    }
}
