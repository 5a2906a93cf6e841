using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.RollingBack;

/// <summary>
/// What the owner of a service could roll it back to. Swarm keeps one previous spec, and each write replaces it: it is the
/// owner's only as long as nothing of ours came after the last deploy.
/// </summary>
/// <param name="Memory">What is remembered.</param>
/// <param name="Groups">All groups, for the constraints that they leave in services.</param>
public sealed record OwnersPrevious(Memory Memory, ImmutableArray<Group> Groups)
{
    /// <summary>Bytes up to which a spec is kept. A common one has a few thousand; Raft copies each to every manager.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The previous spec where it is the owner's; null if there is none, or if a write of ours put it there.</summary>
    public ServiceSpec? Of(Service service) =>
        service.PreviousSpec is { } previous && previous.UserHash != service.Spec.UserHash && !IsBoundSince(service) ? previous : null;

    /// <summary>What is remembered of what was before the owner's last deploy; null if nothing is.</summary>
    public KeptSpec? Kept(Service service) =>
        Memory.Kept.GetValueOrDefault(service.Id) is { } kept && (kept.Precedes == service.Spec.UserHash || (IsBoundSince(service) && kept.Precedes == service.PreviousSpec!.UserHash))
            ? kept
            : null;

    /// <summary>True if the spec differs from the previous one by nothing but the constraint that its owner has us leave there.</summary>
    public bool IsBoundSince(Service service) => service is { AddedConstraint.Length: > 0, PreviousSpec: not null }
        && Groups.Any(group => group.Binding == service.AddedConstraint && group.Dependents.Any(dependent => dependent.Bind && dependent.Service.Id == service.Id));
}
