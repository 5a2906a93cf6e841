namespace Orcastra.Core.Planning;

/// <summary>The names of the capabilities, as they stand in plans, logs and commands.</summary>
public static class Runner
{
    /// <summary>Anchor labels, hand-offs and restarts of dependents.</summary>
    public const string LabelSync = "label-sync";

    /// <summary>Who is in the Swarm, and as what.</summary>
    public const string Bootstrap = "bootstrap";

    /// <summary>Moves and restarts of dependents: the part of label-sync that may be paused alone.</summary>
    public const string Dependents = "dependents";

    /// <summary>What its owner asks for at a moment.</summary>
    public const string Commands = "commands";

    /// <summary>Emptying a node in order.</summary>
    public const string Drain = "drain";

    /// <summary>Rebooting a node in order.</summary>
    public const string Reboot = "reboot";

    /// <summary>Labels declared in <c>nodes.yml</c>.</summary>
    public const string StaticLabels = "static-labels";
}
