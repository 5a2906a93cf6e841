using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Orcastra.Config;
using Orcastra.Simulating;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra demo</c>: Orcastra at work in a simulated Swarm, told at a readable pace. No Docker, no root, no network.</summary>
internal static class DemoCommand
{
    private const double Slowest = 0.1;
    private const double Fastest = 10_000;

    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var options = new Options();
        var verb = new Verb(
            "demo",
            "Show Orcastra at work in a simulated Swarm, in a minute and a half. Needs no Docker, no root and no network.",
            ("orcastra demo", "a node dies, and what belongs together comes together again"),
            ("orcastra demo --speed 4", "for those in a hurry"),
            ("orcastra demo --keep", "and look around with docker -H or orcastra status"),
            ("orcastra demo --scenario my.yml", "a story of your own; docs/scenarios.md tells how"));
        options.AddTo(verb);
        verb.SetAction((parsed, stop) => RunAsync(surroundings, parsed, options, stop));
        return verb;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, ParseResult parsed, Options options, CancellationToken stop)
    {
        if (options.Read(surroundings, parsed) is not { } wishes)
        {
            return ExitCode.BadConfiguration;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        try
        {
            var verdict = await new DemoRun(surroundings, wishes).RunAsync(enough.Token);
            return verdict is { IsGood: false } ? ExitCode.Failed : ExitCode.Good;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await surroundings.Error.WriteLineAsync($"orcastra demo: {fault.Message}");
            return ExitCode.Failed;
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            enough.Cancel();
        }
    }

    private sealed class Options
    {
        private readonly Option<int?> _nodes = new("--nodes") { Description = "How many nodes (5 to 50).", HelpName = "N" };
        private readonly Option<int?> _services = new("--services") { Description = "How many services (10 to 300).", HelpName = "N" };
        private readonly Option<double> _speed = new("--speed") { Description = "How many times as fast as real time.", HelpName = "X", DefaultValueFactory = _ => 1 };
        private readonly Option<ulong?> _seed = new("--seed") { Description = "Another seed: all chance comes from it.", HelpName = "S" };
        private readonly Option<string?> _scenario = new("--scenario") { Description = "A story of your own instead.", HelpName = "FILE" };
        private readonly Option<bool> _keep = new("--keep") { Description = "Stay up until Ctrl-C, with a socket for each engine to look around." };

        public void AddTo(Command verb)
        {
            verb.Options.Add(_nodes);
            verb.Options.Add(_services);
            verb.Options.Add(_speed);
            verb.Options.Add(_seed);
            verb.Options.Add(_scenario);
            verb.Options.Add(_keep);
            _nodes.Validators.Add(result => Within(result, result.GetValue(_nodes), DemoScenario.LeastNodes, DemoScenario.MostNodes));
            _services.Validators.Add(result => Within(result, result.GetValue(_services), DemoScenario.LeastServices, DemoScenario.MostServices));
            _speed.Validators.Add(result => Within(result, result.GetValue(_speed), Slowest, Fastest));
        }

        public DemoWishes? Read(Surroundings surroundings, ParseResult parsed)
        {
            var (nodes, services, file) = (parsed.GetValue(_nodes), parsed.GetValue(_services), parsed.GetValue(_scenario));
            if (file is not null && (nodes ?? services) is not null)
            {
                surroundings.Error.WriteLine("orcastra demo: a scenario says itself how many nodes and services it has; leave --nodes and --services out");
                return null;
            }

            var (scenario, errors) = file is null
                ? new ScenarioResult(DemoScenario.Of(nodes ?? DemoScenario.LeastNodes, services ?? DemoScenario.LeastServices), [])
                : ScenarioReader.Read(FileContent.Read(file));
            Environs.Show(surroundings, errors);
            return scenario is null ? null : new(scenario with { Seed = parsed.GetValue(_seed) ?? scenario.Seed }, parsed.GetValue(_speed), parsed.GetValue(_keep));
        }

        private static void Within(OptionResult result, double? value, double least, double most)
        {
            if (value < least || value > most)
            {
                result.AddError($"{result.Option.Name} takes a number from {least} to {most}");
            }
        }
    }
}
