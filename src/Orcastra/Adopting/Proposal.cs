using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Adopting;

/// <summary>A service that would follow.</summary>
/// <param name="Service">The service.</param>
/// <param name="Why">What speaks for it.</param>
internal sealed record ProposedDependent(Service Service, string Why);

/// <summary>An anchor that would be declared.</summary>
/// <param name="Name">Its plain name, the key of its label.</param>
/// <param name="Service">The service.</param>
/// <param name="Dependents">What would follow it.</param>
/// <param name="Maybe">What might, if its owner wants: it has no constraint, but shares a network.</param>
internal sealed record ProposedAnchor(
    string Name, Service Service, ImmutableArray<ProposedDependent> Dependents, ImmutableArray<ProposedDependent> Maybe)
{
    /// <summary>The stack that its name belongs to; empty if the name is full already.</summary>
    public string Stack => Service.Name == Name ? "" : Service.Spec.Stack;

    /// <summary>How a service is written under this anchor.</summary>
    public string Written(Service service) =>
        Stack.Length > 0 && service.Name.StartsWith(Stack + "_", StringComparison.Ordinal) ? service.Name[(Stack.Length + 1)..] : service.Name;
}

/// <summary>What the running Swarm suggests.</summary>
/// <param name="Anchors">Anchors, found by constraints: they would be declared.</param>
/// <param name="Guesses">Anchors guessed from networks and volumes: they are only mentioned.</param>
/// <param name="Warnings">What its owner should know first.</param>
internal sealed record Proposal(ImmutableArray<ProposedAnchor> Anchors, ImmutableArray<ProposedAnchor> Guesses, ImmutableArray<string> Warnings);
