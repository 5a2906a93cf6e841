using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Adopting;

/// <summary>A constraint of a service on a node label.</summary>
/// <param name="Service">The service.</param>
/// <param name="Label">The label.</param>
/// <param name="Text">The constraint.</param>
/// <param name="Binds">True for <c>LABEL == true</c>: the service runs only where that label is.</param>
internal sealed record LabelUse(Service Service, string Label, string Text, bool Binds)
{
    /// <summary>All such constraints, in the order of services.</summary>
    public static ImmutableArray<LabelUse> In(IEnumerable<Service> services) =>
        [.. services.SelectMany(service => service.Spec.Constraints.Select(text => Of(service, text)).OfType<LabelUse>())];

    private static LabelUse? Of(Service service, string text)
    {
        if (Constraint.Parse(text) is not { } constraint || !constraint.Key.StartsWith(Constraint.NodeLabelPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var isTrue = constraint.IsEqual && string.Equals(constraint.Value, "true", StringComparison.OrdinalIgnoreCase);
        return new(service, constraint.Key[Constraint.NodeLabelPrefix.Length..], constraint.ToString(), isTrue);
    }
}
