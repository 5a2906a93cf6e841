using System.CommandLine;
using System.CommandLine.Invocation;
using Orcastra.Cli.Verbs;

namespace Orcastra.Cli;

/// <summary>Puts the verbs together; each is a file of its own under <c>Verbs</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> InvokeAsync(IReadOnlyList<string> arguments, Surroundings surroundings, CancellationToken stop = default)
    {
        var parsed = Build(surroundings).Parse(arguments);
        var output = surroundings.Out;
        if (parsed.Action is ParseErrorAction error)
        {
            // A whole page of help would hide the one line that says what is wrong.
            error.ShowHelp = false;
            output = surroundings.Error;
        }

        return parsed.InvokeAsync(
            new InvocationConfiguration
            {
                // The loop answers signals itself: it must end what it has begun before it leaves.
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
                Output = output,
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
        root.Subcommands.Add(SnapshotCommand.Build(surroundings));
        root.Subcommands.Add(AdoptCommand.Build(surroundings));
        root.Subcommands.Add(ReleaseCommand.Build(surroundings));
        root.Subcommands.Add(HealthcheckCommand.Build(surroundings));
        root.Subcommands.Add(VersionCommand.Build(surroundings));
        var help = HelpWithExamples.PutInto(root);
        root.SetAction(help.Invoke);
        return root;
    }
}
