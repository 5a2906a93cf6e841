using System.Text.RegularExpressions;

namespace Orcastra.Config;

/// <summary>What Swarm accepts as a name. Letters are ASCII: .NET would take the Kelvin sign for a <c>k</c>.</summary>
internal static partial class Names
{
    /// <summary>The longest name SwarmKit gives to a service.</summary>
    public const int LongestService = 63;

    /// <summary>True for what SwarmKit accepts as (part of) a service's name.</summary>
    public static bool IsService(string name) => ServicePattern().IsMatch(name);

    /// <summary>True if <c>node.labels.KEY</c> can stand in a constraint; as the whole is matched, the key may start with a digit.</summary>
    public static bool IsLabelKey(string key) => LabelKeyPattern().IsMatch(key);

    /// <summary>True if a constraint can be written that compares with this value.</summary>
    public static bool IsConstraintValue(string value) => ConstraintValuePattern().IsMatch(value);

    /// <summary>True for a hostname or node ID.</summary>
    public static bool IsNode(string name) => name.Length <= 253 && NodePattern().IsMatch(name);

    /// <summary>True for the start of a config object's name; what is appended must still fit in 64 letters.</summary>
    public static bool IsConfigPrefix(string name) => ConfigPattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?\z")]
    private static partial Regex ServicePattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_.-]+\z")]
    private static partial Regex LabelKeyPattern();

    [GeneratedRegex(@"\A(?!\s)[a-zA-Z0-9:_\s.*()?+\[\]\\^$|/-]+(?<!\s)\z")]
    private static partial Regex ConstraintValuePattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?\z")]
    private static partial Regex NodePattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._-]{0,28}\z")]
    private static partial Regex ConfigPattern();
}
