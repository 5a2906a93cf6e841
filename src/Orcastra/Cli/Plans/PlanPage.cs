using System.Collections.Immutable;
using Orcastra.Core.Membership;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;

namespace Orcastra.Cli.Plans;

/// <summary>All that a plan has to tell: who joins and leads, and what is done in the Swarm.</summary>
/// <param name="Members">The plan of membership; null where no engine was asked.</param>
/// <param name="Cluster">The plan of the cluster; one of nothing where there is no Swarm yet.</param>
/// <param name="TakenAt">When it was looked at.</param>
/// <param name="Notes">What is worth knowing beside it.</param>
internal sealed record PlanPage(MembershipPlan? Members, Plan Cluster, DateTimeOffset TakenAt, ImmutableArray<string> Notes)
{
    /// <summary>A plan for what is in no Swarm yet.</summary>
    public static Plan OfNothing { get; } = Plan.Nothing(Memory.Empty);

    /// <summary>What would be done to the members, in order.</summary>
    public ImmutableArray<MembershipAction> Joining => Members?.Actions ?? [];

    /// <summary>Why something is not done.</summary>
    public ImmutableArray<Refusal> Refusals => [.. Members?.Refusals ?? [], .. Cluster.Refusals];

    /// <summary>False if there is no Swarm, or none that is seen.</summary>
    public bool HasSwarm { get; init; } = true;

    /// <summary>True if nothing would be done.</summary>
    public bool IsEmpty => Joining.IsEmpty && Cluster.Actions.IsEmpty;
}
