using Orcastra.Core.Swarm;

namespace Orcastra.Core.Planning;

/// <summary>
/// What Orcastra leaves in the Swarm while it works, and takes away again: the gate (a constraint on a node label that
/// exists for one hand-off), and the mark on the service that says whose gate it is.
/// </summary>
public static class Trace
{
    /// <summary>Start of every node and service label of ours.</summary>
    public const string Prefix = "orcastra.";

    /// <summary>Service label that marks a gated service with the hand-off's ID.</summary>
    public const string Mark = "orcastra.handoff";

    /// <summary>Start of the node labels that open a gate.</summary>
    public const string GateLabelPrefix = "orcastra.gate.";

    /// <summary>Start of the text of every gate constraint.</summary>
    public const string GateConstraintPrefix = Constraint.NodeLabelPrefix + GateLabelPrefix;

    /// <summary>The node label that opens the gate of a hand-off.</summary>
    public static string GateLabel(string handOffId) => GateLabelPrefix + handOffId;

    /// <summary>The constraint that holds the tasks of a hand-off until a node has its gate label with that epoch.</summary>
    public static string GateConstraint(string handOffId, int epoch) => $"{Constraint.NodeLabelPrefix}{GateLabel(handOffId)} == {epoch}";

    /// <summary>True for a node or service label of ours.</summary>
    public static bool IsOurs(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>True for the text of a gate constraint.</summary>
    public static bool IsGate(string constraint) => constraint.StartsWith(GateConstraintPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a node label that opens a gate.</summary>
    public static bool IsGateLabel(string key) => key.StartsWith(GateLabelPrefix, StringComparison.Ordinal);

    /// <summary>True if the service's spec, or the one that a rollback would bring back, holds a gate or a mark.</summary>
    public static bool IsIn(Service service) => IsIn(service.Spec) || (service.PreviousSpec is { } previous && IsIn(previous));

    /// <summary>True if the spec holds a gate or a mark.</summary>
    public static bool IsIn(ServiceSpec spec) => spec.Labels.ContainsKey(Mark) || spec.Constraints.Any(IsGate);

    /// <summary>The spec's constraints without gates: what its owner asked for.</summary>
    public static IEnumerable<string> OwnConstraints(ServiceSpec spec) => spec.Constraints.Where(text => !IsGate(text));
}
