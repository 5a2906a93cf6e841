using System.Collections.Immutable;
using Orcastra.Core.HandOffs;

namespace Orcastra.Core.Relocating;

/// <summary>The errand of a service that goes to the one node that somebody has named.</summary>
/// <param name="step">The hand-off.</param>
internal sealed class Transfer(GateStep step) : Errand(step)
{
    /// <inheritdoc/>
    public override string Reason => $"asked for on {Step.Snapshot.NameOf(Target)}";

    /// <inheritdoc/>
    public override string Nowhere => $"{Step.Snapshot.NameOf(Target)} does not take it any more";

    /// <inheritdoc/>
    public override ImmutableArray<string> Targets => Evacuation.Fit(Step.Snapshot, Step.Draft.Memory, Step.Service).Fitting([Target]);

    /// <inheritdoc/>
    public override bool IsWanted =>
        Relocation.Behind(Step.Draft.Memory, Step.HandOff) is not null
        && Step.Snapshot.PlacesOf(Step.Service.Id) is { IsEmpty: false } places
        && !places.Contains(Target)
        && !Targets.IsEmpty;

    private string Target => Step.HandOff.Targets.FirstOrDefault("");

    /// <inheritdoc/>
    public override bool IsDestination(string nodeId) => nodeId == Target;

    /// <inheritdoc/>
    public override void Fail(string outcome)
    {
        if (Relocation.Behind(Step.Draft.Memory, Step.HandOff) is { } wish)
        {
            var reason = $"{Step.Service.Name} could not be moved to {Step.Snapshot.NameOf(Target)}: {outcome}";
            Step.Draft.Memory = wish.Fail(Step.Draft.Memory, reason);
        }
    }
}
