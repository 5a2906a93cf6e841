using System.Net;
using System.Text.RegularExpressions;

namespace Orcastra.Simulator;

/// <summary>A placement constraint.</summary>
/// <param name="Key">What of a node is looked at.</param>
/// <param name="Negated">True for <c>!=</c>.</param>
/// <param name="Value">What it is compared with, whatever the case of its letters.</param>
internal sealed partial record Constraint(string Key, bool Negated, string Value)
{
    private const string NodeLabels = "node.labels.";
    private const string EngineLabels = "engine.labels.";

    /// <summary>Reads a constraint.</summary>
    /// <returns>The constraint, or what is wrong with it in the managers' words.</returns>
    public static (Constraint? Parsed, string Problem) Parse(string text)
    {
        var isEqual = text.Contains("==", StringComparison.Ordinal);
        var at = text.IndexOf(isEqual ? "==" : "!=", StringComparison.Ordinal);
        if (at < 0)
        {
            return (null, "constraint expected one operator from ==, !=");
        }

        var (key, value) = (text[..at].Trim(), text[(at + 2)..].Trim());
        if (!KeyPattern().IsMatch(key))
        {
            return (null, $"key '{key}' is invalid");
        }

        return ValuePattern().IsMatch(value) ? (new(key, !isEqual, value), "") : (null, $"value '{value}' is invalid");
    }

    public static Constraint? TryParse(string text) => Parse(text).Parsed;

    public static bool All(IReadOnlyList<Constraint> constraints, NodeRecord node)
    {
        for (var i = 0; i < constraints.Count; i++)
        {
            if (!constraints[i].Allows(node))
            {
                return false;
            }
        }

        return true;
    }

    public bool Allows(NodeRecord node)
    {
        if (Is("node.ip"))
        {
            return AllowsAddress(node.Address);
        }

        return Attribute(node) is { } actual && actual.Equals(Value, StringComparison.OrdinalIgnoreCase) != Negated;
    }

    // Null stands for a key that means nothing: no node satisfies it, whatever the operator.
    private string? Attribute(NodeRecord node)
    {
        if (LabelAfter(NodeLabels) is { } label)
        {
            return node.Spec.Labels.TryGetValue(label, out var value) ? value : "";
        }

        if (LabelAfter(EngineLabels) is { } engineLabel)
        {
            return node.Description.EngineLabels.TryGetValue(engineLabel, out var value) ? value : "";
        }

        return Is("node.id") ? node.Id
            : Is("node.hostname") ? node.Description.Hostname
            : Is("node.role") ? (node.IsManager ? "manager" : "worker")
            : Is("node.platform.os") ? NodeDescription.System
            : Is("node.platform.arch") ? NodeDescription.Architecture
            : null;
    }

    private bool Is(string name) => Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private string? LabelAfter(string prefix) =>
        Key.Length > prefix.Length && Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? Key[prefix.Length..] : null;

    private bool AllowsAddress(string actual)
    {
        var isKnown = IPAddress.TryParse(actual, out var address);
        if (IPAddress.TryParse(Value, out var wanted))
        {
            return (isKnown && address!.Equals(wanted)) != Negated;
        }

        return IPNetwork.TryParse(Value, out var network) && (isKnown && network.Contains(address!)) != Negated;
    }

    [GeneratedRegex(@"^[a-z_][a-z0-9\-_.]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"^[a-z0-9:\-_\s\.\*\(\)\?\+\[\]\\\^\$\|\/]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ValuePattern();
}
