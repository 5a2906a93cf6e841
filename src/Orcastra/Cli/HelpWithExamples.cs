using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Orcastra.Cli;

/// <summary>The usual help, followed by the verb's examples.</summary>
/// <param name="usual">The usual help.</param>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples: { Length: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            var width = examples.Max(example => example.Line.Length);
            output.WriteLine("Examples:");
            foreach (var (line, meaning) in examples)
            {
                output.WriteLine($"  {line.PadRight(width)}  # {meaning}");
            }

            output.WriteLine();
        }

        return code;
    }

    /// <summary>Gives a command's help option, which its subcommands share, the examples.</summary>
    public static HelpWithExamples PutInto(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var help = new HelpWithExamples((HelpAction)option.Action!);
        option.Action = help;
        return help;
    }
}
