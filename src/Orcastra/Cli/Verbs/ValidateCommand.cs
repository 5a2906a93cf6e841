using System.Collections.Immutable;
using System.CommandLine;
using Orcastra.Cli.Output;
using Orcastra.Config;
using Orcastra.Core.Policies;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra validate</c>: every error of every file at once, and what is off.</summary>
internal static class ValidateCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files to check, told apart by name, else by content; without any those of the settings.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Verb(
            "validate",
            "Check the environment and the files: 0 if they are good, 2 with every error as file:line:column if not.",
            ("orcastra validate", "the files that `orcastra run` would read"),
            ("orcastra validate nodes.yml dependencies.yml", "these, and how they go together"))
        { files };
        verb.Does(surroundings, (parsed, settings, _) => Task.FromResult(Validate(surroundings, settings, parsed.GetValue(files) ?? [])));
        return verb;
    }

    private static int Validate(Surroundings surroundings, Settings settings, string[] files)
    {
        var screen = new Screen(surroundings, settings);
        var errors = 0;
        foreach (var set in files.Length == 0 ? [new FileSet(settings)] : FileSet.Of(settings, files))
        {
            var result = set.Read();
            Environs.Show(surroundings, result.Errors);
            errors += result.Errors.Length;
            Show(screen, settings, set, result);
        }

        screen.Notes(settings.Notes);
        if (errors > 0)
        {
            surroundings.Error.WriteLine(errors == 1 ? "1 error" : $"{errors} errors");
        }

        return errors == 0 ? ExitCode.Good : ExitCode.BadConfiguration;
    }

    private static void Show(Screen screen, Settings settings, FileSet set, ConfigResult result)
    {
        foreach (var (file, kind) in set.Present)
        {
            if (result.Errors.All(error => error.File != file))
            {
                screen.Line(new($"{file}: good ({kind})", Tone.Good));
            }
        }

        if (result.Policy is { } policy)
        {
            screen.Line($"{Count(policy.Nodes.Length, "node")}, {Count(policy.Anchors.Length, "anchor")}, {Count(policy.Anchors.Sum(anchor => anchor.Dependents.Length), "dependent")}");
            Services(screen, settings, policy);
        }

        screen.Notes(result.Notes);
    }

    // A plain name is half of one: whoever mistakes the stack sees it here, without any Swarm.
    private static void Services(Screen screen, Settings settings, Policy policy)
    {
        if (policy.Anchors.IsEmpty)
        {
            return;
        }

        screen.Heading($"The services these names mean (stack {settings.StackName}, by STACK_NAME, where an entry names none)");
        screen.Table(["Label", "Anchor", "Dependents"], policy.Anchors.Select(ImmutableArray<Cell> (anchor) =>
            [anchor.Name, anchor.FullName(anchor.Name), string.Join(", ", anchor.Dependents.Select(anchor.FullName))]));
        screen.Line("");
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
