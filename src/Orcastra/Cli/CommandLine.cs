using System.CommandLine;
using System.CommandLine.Invocation;
using Orcastra.Cli.Verbs;

namespace Orcastra.Cli;

/// <summary>Puts the verbs together; each is a file of its own under <c>Verbs</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments, Surroundings surroundings, CancellationToken stop = default)
    {
        var parsed = Build(surroundings).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            // The library's own answer says it twice, and a page of help would hide the one line that matters.
            foreach (var line in Misspelling.In(parsed))
            {
                await surroundings.Error.WriteLineAsync(line);
            }

            return ExitCode.Failed;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                // The loop answers signals itself: it must end what it has begun before it leaves.
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
                Output = surroundings.Out,
                Error = surroundings.Error,
            },
            stop);
    }

    /// <summary>All verbs.</summary>
    public static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand("Keeps dependents beside their anchor in a Docker Swarm.");
        root.Subcommands.Add(RunCommand.Build(surroundings));
        root.Subcommands.Add(ValidateCommand.Build(surroundings));
        root.Subcommands.Add(PlanCommand.Build(surroundings));
        root.Subcommands.Add(StatusCommand.Build(surroundings));
        root.Subcommands.Add(SendCommand.Build(surroundings));
        root.Subcommands.Add(SnapshotCommand.Build(surroundings));
        root.Subcommands.Add(AdoptCommand.Build(surroundings));
        root.Subcommands.Add(ReleaseCommand.Build(surroundings));
        root.Subcommands.Add(DemoCommand.Build(surroundings));
        root.Subcommands.Add(SimulateCommand.Build(surroundings));
        root.Subcommands.Add(HealthcheckCommand.Build(surroundings));
        root.Subcommands.Add(VersionCommand.Build(surroundings));
        var help = HelpWithExamples.PutInto(root);
        root.SetAction(help.Invoke);
        return root;
    }
}
