using System.Collections.Immutable;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Makes random scenarios. The same seed makes the same one.</summary>
internal static class Generator
{
    /// <summary>Makes a short one with dense faults.</summary>
    public static FaultScenario Make(ulong seed) => Make(seed, StepGenerator.Short);

    /// <summary>Makes one that goes on for an hour or so, in bursts.</summary>
    public static FaultScenario MakeLong(ulong seed) => Make(seed, StepGenerator.Long);

    private static FaultScenario Make(ulong seed, Func<FaultScenario, Dice, ImmutableArray<Step>> steps)
    {
        var dice = new Dice(seed);
        var nodes = NodeCount(dice);
        var (services, policy) = ServiceGenerator.Make(dice, nodes);
        var managers = dice.Chance(0.12) ? 1 : nodes >= 5 && dice.Chance(0.15) ? 5 : 3;
        var scenario = new FaultScenario
        {
            Seed = seed,
            Nodes = nodes,
            Managers = managers,
            Engine = dice.Chance(0.3) ? "20.10" : dice.Chance(0.3) ? "29.0" : "26.1",
            Services = services,
            Policy = policy,
            Instances = [.. Enumerable.Range(1, managers).OrderBy(_ => dice.Next()).Take(InstanceCount(dice)).Order()],
            IsDry = dice.Chance(0.03),
            HasEvents = !dice.Chance(0.1),
        };
        return scenario with { Steps = steps(scenario, dice) };
    }

    private static int NodeCount(Dice dice) => dice.Below(100) switch
    {
        < 50 => 3,
        < 85 => 4 + dice.Below(3),
        < 98 => 7 + dice.Below(6),
        _ => 13 + dice.Below(38),
    };

    private static int InstanceCount(Dice dice) => dice.Below(100) switch
    {
        < 60 => 1,
        < 85 => 2,
        _ => 3,
    };
}
