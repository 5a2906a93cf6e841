using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Anchoring;

/// <summary>A service that follows an anchor.</summary>
/// <param name="Service">The service.</param>
/// <param name="Bind">Leave it bound to the anchor's label for good.</param>
/// <param name="Restart">Restart it when the anchor came back as a new task.</param>
public sealed record Dependent(Service Service, bool Bind, bool Restart);

/// <summary>An anchor that exists, and all that follows it directly.</summary>
/// <param name="Policy">What its owner declared.</param>
/// <param name="Anchor">The service whose place decides.</param>
/// <param name="Dependents">The services that exist and follow it.</param>
public sealed record Group(AnchorPolicy Policy, Service Anchor, ImmutableArray<Dependent> Dependents)
{
    /// <summary>The anchor's plain name: the key of its node label.</summary>
    public string Name => Policy.Name;

    /// <summary>The constraint that binds a dependent to the anchor's label.</summary>
    public string Binding => $"{Constraint.NodeLabelPrefix}{Name} == true";

    /// <summary>Why its owner wants none of its services written to; null if they may be.</summary>
    public string? WriteObjection => Policy.HandOff == HandOffMode.Labels ? "handoff: labels allows no service write" : null;

    /// <summary>True if the service needs the anchor's label, by its own constraint, on a node that does not carry it.</summary>
    public bool IsLabelMissing(ServiceSpec spec, Node node) => Binds(spec) && !AnchorLabelPlanner.Has(node, Name);

    /// <summary>True if the service's own constraints already name the anchor's label.</summary>
    public bool Binds(ServiceSpec spec) => spec.Constraints
        .Where(text => text.Contains(Name, StringComparison.Ordinal)) // few do, and reading one takes far longer
        .Select(Constraint.Parse)
        .Any(constraint => constraint is { IsEqual: true } && constraint.Key == Constraint.NodeLabelPrefix + Name
            && string.Equals(constraint.Value, "true", StringComparison.OrdinalIgnoreCase));
}
