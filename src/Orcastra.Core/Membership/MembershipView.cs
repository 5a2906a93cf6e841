using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>What failed, and when it is tried again.</summary>
/// <param name="What">What happened, in words.</param>
/// <param name="DueAt">When it is tried again.</param>
public sealed record Setback(string What, DateTimeOffset DueAt);

/// <summary>What membership is planned from: the inventory, the Swarm's nodes, and the engines that are not among them.</summary>
/// <param name="Policy">What the owner wants.</param>
/// <param name="Nodes">The Swarm's nodes; null if there is no Swarm that we know of.</param>
/// <param name="Engines">The engines that were asked, by the names of their entries: all where there is no Swarm, else those that are missing in it.</param>
/// <param name="Now">The time.</param>
public sealed record MembershipView(
    Policy Policy, ImmutableArray<Node>? Nodes, ImmutableDictionary<string, EngineSighting> Engines, DateTimeOffset Now)
{
    /// <summary>What has failed when it was last tried, by the names of nodes.</summary>
    public ImmutableDictionary<string, Setback> Setbacks { get; init; } = ImmutableDictionary<string, Setback>.Empty;

    /// <summary>The entries that are to be in the Swarm, the leader first, then in the order of the file.</summary>
    public ImmutableArray<NodePolicy> Members { get; } =
        [.. Policy.Nodes.Where(entry => entry.IsMember).OrderBy(entry => entry.Name == Policy.Leader ? 0 : 1)];

    /// <summary>The managers, as they are wanted.</summary>
    public IEnumerable<Node> Managers => (Nodes ?? []).Where(node => node.IsManager);

    /// <summary>The Swarm's entry for one of the inventory: of several that share a hostname the one that is there.</summary>
    public Node? NodeOf(NodePolicy entry) => (Nodes ?? [])
        .Where(node => node.Hostname == entry.Name || node.Id == entry.Name)
        .MinBy(node => (node.IsGone ? 1 : 0, -node.CreatedAt.UtcTicks));

    /// <summary>What the engine of an entry says; null if it was not asked.</summary>
    public EngineSighting? EngineOf(NodePolicy entry) => Engines.GetValueOrDefault(entry.Name);

    /// <summary>The members whose engines have to be asked: those that the Swarm does not show as there.</summary>
    public IEnumerable<NodePolicy> Missing => Members.Where(entry => NodeOf(entry) is not { IsGone: false });
}
