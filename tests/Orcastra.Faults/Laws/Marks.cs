using Orcastra.Core.Planning;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Tells Orcastra's marks in specs and labels.</summary>
internal static class Marks
{
    private const string NodeLabels = "node.labels.";

    public static bool IsGated(ServiceSpec spec) => spec.Task.Constraints.Any(IsGate);

    public static bool IsGate(Constraint constraint) => constraint.Key.StartsWith(Trace.GateConstraintPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>True if a gate or a mark of ours is in the spec.</summary>
    public static bool AreIn(ServiceSpec spec) => IsGated(spec) || spec.Labels.ContainsKey(Trace.Mark);

    /// <summary>The hand-off that a spec is marked with; empty for none.</summary>
    public static string HandOff(ServiceSpec spec) => spec.Labels.GetValueOrDefault(Trace.Mark, "");

    /// <summary>The counter of forced restarts in a spec.</summary>
    public static long Forces(this ServiceSpec spec) => spec.Raw.Child("TaskTemplate").Number("ForceUpdate");

    /// <summary>The node labels that a service's constraints look at.</summary>
    public static IEnumerable<string> LabelsOf(ServiceSpec spec) => spec.Task.Constraints
        .Where(constraint => constraint.Key.StartsWith(NodeLabels, StringComparison.OrdinalIgnoreCase))
        .Select(constraint => constraint.Key[NodeLabels.Length..]);
}
