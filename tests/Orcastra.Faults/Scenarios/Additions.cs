using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Puts more deeds into a scenario. They are no part of the generator, whose seeds are to go on meaning what they mean.</summary>
internal static class Additions
{
    /// <summary>The scenario with one to three times more in the middle of it, always the same.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="salt">Sets these chances apart from those of other additions.</param>
    /// <param name="deeds">What happens at one of these times.</param>
    public static FaultScenario To(FaultScenario scenario, ulong salt, Func<Dice, Deed[]> deeds)
    {
        var dice = new Dice(scenario.Seed + salt);
        var end = scenario.Steps.Length == 0 ? 60 : scenario.Steps[^1].At.TotalSeconds;
        var steps = new List<Step>();
        for (var count = 1 + dice.Below(3); count > 0; count--)
        {
            var at = TimeSpan.FromSeconds(5 + (dice.Below(1000) * end / 1000));
            steps.AddRange(deeds(dice).Select(deed => new Step(at, deed)));
        }

        return scenario with { Steps = [.. scenario.Steps.Concat(steps).OrderBy(step => step.At)] };
    }

    /// <summary>The scenario with rollbacks that are asked for, some right after a deploy, some with the instance killed in the middle.</summary>
    public static FaultScenario Rollbacks(FaultScenario scenario) => To(scenario, 3, dice =>
    {
        var service = scenario.Services[dice.Below(scenario.Services.Length)].Name;
        var deploy = new Deploy(service, FormattableString.Invariant($"lab:{5 + dice.Below(2)}"));
        var kill = new KillAtRequest(scenario.Instances[dice.Below(scenario.Instances.Length)], dice.Below(40), dice.Chance(0.5), dice.Chance(0.5) ? 0 : dice.Below(8));
        var command = new GiveCommand($"rollback_service:{service}");
        return [.. dice.Chance(0.6) ? [deploy] : Array.Empty<Deed>(), .. dice.Chance(0.5) ? [kill] : Array.Empty<Deed>(), command];
    });

    /// <summary>The scenario with drains.</summary>
    public static FaultScenario Drains(FaultScenario scenario) =>
        To(scenario, 1, dice => [new BeginDrain(1 + dice.Below(scenario.Nodes), dice.Chance(0.4))]);

    /// <summary>The scenario with services that are to come up on a node that is named, now on one and then on another.</summary>
    public static FaultScenario Moves(FaultScenario scenario) => To(scenario, 3, dice => [Move(scenario, dice), Move(scenario, dice)]);

    private static GiveCommand Move(FaultScenario scenario, Dice dice) =>
        new($"move_service:{scenario.Services[dice.Below(scenario.Services.Length)].Name}=node{1 + dice.Below(scenario.Nodes)}");

    /// <summary>The scenario with reboots that are asked for, half of them in a way in which they may go wrong.</summary>
    public static FaultScenario Reboots(FaultScenario scenario)
    {
        var patience = scenario.Policy with { RebootTimeout = TimeSpan.FromSeconds(120) };
        return To(scenario with { Policy = patience }, 2, dice =>
        [
            new Hinder(dice.Chance(0.5) ? Mishap.None : (Mishap)dice.Below(6)),
            new GiveCommand($"reboot_node:node{1 + dice.Below(scenario.Nodes)}{(dice.Chance(0.5) ? "!" : "")}"),
        ]);
    }
}
