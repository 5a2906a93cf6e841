using System.CommandLine;
using Orcastra.Config;
using Orcastra.Simulating;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra simulate</c>: plays a scenario in simulated time and tells what came of it.</summary>
internal static class SimulateCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "The scenario." };
        var seed = new Option<ulong?>("--seed") { Description = "Another seed than the scenario's.", HelpName = "S" };
        var verbose = new Option<bool>("--verbose") { Description = "Tell every request, too." };
        var verb = new Verb(
            "simulate",
            "Play a scenario in a simulated Swarm, at once: 0 if what it expects holds, 1 if not, 2 for errors in the file. Asks no engine.",
            ("orcastra simulate config/scenarios/dead-node.yml", "what happens when a node dies"),
            ("orcastra simulate --seed 7 my.yml", "the same with other chances"))
        { file, seed, verbose };
        verb.SetAction((parsed, _) => Task.FromResult(Simulate(surroundings, parsed.GetValue(file)!, parsed.GetValue(seed), parsed.GetValue(verbose))));
        return verb;
    }

    private static int Simulate(Surroundings surroundings, string file, ulong? seed, bool isVerbose)
    {
        var (scenario, errors) = ScenarioReader.Read(FileContent.Read(file));
        if (scenario is null)
        {
            Environs.Show(surroundings, errors);
            return ExitCode.BadConfiguration;
        }

        scenario = scenario with { Seed = seed ?? scenario.Seed };
        var text = new StoryText(surroundings.Out, Logging.LogSettings.WantsColour(surroundings.IsTerminal, surroundings.Variables.GetValueOrDefault("NO_COLOR")), isVerbose);
        text.Title(scenario, file);
        using var world = new World(scenario);
        world.Story.Told += text.Tell;
        var verdict = Play.Through(world);
        text.Ending(verdict);
        return verdict.IsGood ? ExitCode.Good : ExitCode.Failed;
    }
}
