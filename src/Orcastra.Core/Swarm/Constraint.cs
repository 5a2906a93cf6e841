using System.Net;
using System.Text.RegularExpressions;

namespace Orcastra.Core.Swarm;

/// <summary>
/// One placement constraint, read and matched as SwarmKit does (<c>manager/constraint</c>): only <c>==</c> and
/// <c>!=</c>, values without regard to case, a missing label is the empty string.
/// </summary>
/// <param name="Key">Such as <c>node.labels.db</c>.</param>
/// <param name="IsEqual">True for <c>==</c>, false for <c>!=</c>.</param>
/// <param name="Value">What is compared with.</param>
public sealed partial record Constraint(string Key, bool IsEqual, string Value)
{
    /// <summary>What starts the key of a constraint on a node label.</summary>
    public const string NodeLabelPrefix = "node.labels.";

    private const string EngineLabelPrefix = "engine.labels.";

    /// <summary>Reads one constraint.</summary>
    /// <param name="text">Such as <c>node.labels.db == true</c>.</param>
    /// <returns>The constraint, or null if Swarm would refuse the text.</returns>
    public static Constraint? Parse(string text)
    {
        foreach (var sign in (ReadOnlySpan<string>)["==", "!="])
        {
            var at = text.IndexOf(sign, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            var key = text[..at].Trim();
            var value = text[(at + 2)..].Trim();
            return KeyPattern().IsMatch(key) && ValuePattern().IsMatch(value) ? new(key, sign == "==", value) : null;
        }

        return null;
    }

    /// <summary>True if the node satisfies this constraint; an unknown key satisfies nothing.</summary>
    public bool Matches(Node node) => Key.ToLowerInvariant() switch
    {
        "node.id" => Compare(node.Id),
        "node.hostname" => Compare(node.Hostname),
        "node.role" => Compare(node.Role),
        "node.ip" => MatchesAddress(node.Address),
        "node.platform.os" => Compare(node.Platform.Os),
        "node.platform.arch" => Compare(node.Platform.Architecture),
        var key when key.StartsWith(NodeLabelPrefix, StringComparison.Ordinal) => Compare(node.Labels.GetValueOrDefault(Key[NodeLabelPrefix.Length..], "")),
        var key when key.StartsWith(EngineLabelPrefix, StringComparison.Ordinal) => Compare(node.EngineLabels.GetValueOrDefault(Key[EngineLabelPrefix.Length..], "")),
        _ => false,
    };

    /// <summary>True if the node satisfies all of them; a text Swarm would refuse satisfies nothing.</summary>
    public static bool AllMatch(IEnumerable<string> constraints, Node node) =>
        constraints.All(text => Parse(text)?.Matches(node) == true);

    /// <summary>The constraint as it stands in a service spec.</summary>
    public override string ToString() => $"{Key} {(IsEqual ? "==" : "!=")} {Value}";

    private bool Compare(string actual) => string.Equals(actual, Value, StringComparison.OrdinalIgnoreCase) == IsEqual;

    private bool MatchesAddress(string address)
    {
        if (!IPAddress.TryParse(address, out var actual))
        {
            return !IsEqual;
        }

        if (IPAddress.TryParse(Value, out var wanted))
        {
            return wanted.Equals(actual) == IsEqual;
        }

        return IPNetwork.TryParse(Value, out var network) && network.Contains(actual) == IsEqual;
    }

    [GeneratedRegex(@"^[a-z_][a-z0-9\-_.]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"^[a-z0-9:\-_\s\.\*\(\)\?\+\[\]\\\^\$\|\/]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ValuePattern();
}
