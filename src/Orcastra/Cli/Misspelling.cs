using System.CommandLine;
using Orcastra.Core;

namespace Orcastra.Cli;

/// <summary>Says what is wrong with a command line in one line, and what was probably meant.</summary>
internal static class Misspelling
{
    /// <summary>The lines for stderr.</summary>
    public static IEnumerable<string> In(ParseResult parsed)
    {
        // What follows an unknown word was meant for it: only the first one is worth a line.
        if (parsed.UnmatchedTokens is not [var word, ..])
        {
            return parsed.Errors.Select(error => error.Message).Distinct();
        }

        var command = parsed.CommandResult.Command;
        var isOption = word.StartsWith('-');
        var known = isOption ? command.Options.Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name);
        var kind = isOption ? "option" : command is RootCommand ? "verb" : "argument";
        var line = command is RootCommand ? "orcastra" : $"orcastra {command.Name}";
        return [$"{line}: there is no {kind} '{word}'{Spelling.DidYouMean(word, known)} (`{line} --help` shows what there is)"];
    }
}
