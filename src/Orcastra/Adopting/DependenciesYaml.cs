using System.Globalization;
using System.Text;

namespace Orcastra.Adopting;

/// <summary>Writes a proposal as a <c>dependencies.yml</c> that can be loaded as it is.</summary>
internal static class DependenciesYaml
{
    private static readonly HashSet<string> Words = new(["true", "false", "yes", "no", "on", "off", "null", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The file's text.</summary>
    /// <param name="proposal">What it declares.</param>
    /// <param name="takenAt">When the Swarm was looked at.</param>
    public static string Write(Proposal proposal, DateTimeOffset takenAt)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# dependencies.yml, proposed by `orcastra adopt` from the Swarm as of {takenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.\n");
        text.Append("# An anchor is a service that decides where others run. The services under it follow it: Orcastra keeps them on its node.\n");
        text.Append("# Read it, correct it, save it; then `orcastra validate` checks it and `orcastra plan` shows what would be done.\n");
        foreach (var warning in proposal.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"# WARNING: {OneLine(warning)}\n");
        }

        foreach (var anchor in proposal.Anchors)
        {
            text.Append('\n');
            Anchor(text, anchor, "");
        }

        foreach (var guess in proposal.Guesses)
        {
            text.Append("\n# Perhaps, going by networks and volumes; remove the # if it is so:\n");
            Anchor(text, guess, "# ");
        }

        if (proposal.Anchors.IsEmpty)
        {
            text.Append("\n# No constraint on a node label names a service: nothing is declared.\n{}\n");
        }

        return text.ToString();
    }

    private static void Anchor(StringBuilder text, ProposedAnchor anchor, string comment)
    {
        text.Append(CultureInfo.InvariantCulture, $"{comment}{Scalar(anchor.Name)}:\n");
        text.Append(CultureInfo.InvariantCulture, $"{comment}  stack: {(anchor.Stack.Length > 0 ? Scalar(anchor.Stack) : "''")}\n");
        text.Append(CultureInfo.InvariantCulture, $"{comment}  services:\n");
        foreach (var dependent in anchor.Dependents)
        {
            text.Append(CultureInfo.InvariantCulture, $"{comment}    - {Scalar(anchor.Written(dependent.Service))}  # {OneLine(dependent.Why)}\n");
        }

        // A mark that is taken away leaves the line where it belongs.
        var maybe = comment.Length > 0 ? "#     " : "    # ";
        foreach (var dependent in anchor.Maybe)
        {
            text.Append(CultureInfo.InvariantCulture, $"{maybe}- {Scalar(anchor.Written(dependent.Service))}  # {OneLine(dependent.Why)}\n");
        }
    }

    // What YAML would read as a number, a truth or nothing is quoted.
    private static string Scalar(string name) => Words.Contains(name) || char.IsAsciiDigit(name[0]) ? $"\"{name}\"" : name;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
