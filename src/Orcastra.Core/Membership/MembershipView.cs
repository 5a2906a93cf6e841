using System.Collections.Immutable;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>What failed, and when it is tried again.</summary>
/// <param name="What">What happened, in words.</param>
/// <param name="DueAt">When it is tried again.</param>
public sealed record Setback(string What, DateTimeOffset DueAt);

/// <summary>What membership is planned from: the inventory, the Swarm's nodes, and the engines that are not among them.</summary>
/// <param name="policy">What the owner wants.</param>
/// <param name="nodes">The Swarm's nodes; null if there is no Swarm that we know of.</param>
/// <param name="engines">The engines that were asked, by the names of their entries: all where there is no Swarm, else those that are missing in it.</param>
/// <param name="setbacks">What has failed when it was last tried, by the names of nodes.</param>
/// <param name="now">The time.</param>
public sealed class MembershipView(
    Policy policy,
    ImmutableArray<Node>? nodes,
    ImmutableDictionary<string, EngineSighting> engines,
    ImmutableDictionary<string, Setback> setbacks,
    DateTimeOffset now)
{
    private readonly ILookup<string, Node> _nodesByHostname = (nodes ?? []).ToLookup(node => node.Hostname, StringComparer.Ordinal);
    private readonly ILookup<string, Node> _nodesById = (nodes ?? []).ToLookup(node => node.Id, StringComparer.Ordinal);

    /// <summary>What the owner wants.</summary>
    public Policy Policy => policy;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What has failed when it was last tried, by the names of nodes.</summary>
    public ImmutableDictionary<string, Setback> Setbacks => setbacks;

    /// <summary>IDs of nodes that are to be removed, as their owner has asked; of these only what is gone is.</summary>
    public ImmutableHashSet<string> Unwanted { get; init; } = [];

    /// <summary>ID of the node whose machine is being rebooted: a manager that is out for a while; empty if none is.</summary>
    public string Rebooted { get; init; } = "";

    /// <summary>True if a Swarm may be begun though listed engines do not answer: their owner says that none of them holds one.</summary>
    public bool IsForced { get; init; }

    /// <summary>False if there is no Swarm that we know of.</summary>
    public bool HasSwarm => nodes is not null;

    /// <summary>The Swarm's nodes; none where there is no Swarm.</summary>
    public ImmutableArray<Node> Nodes { get; } = nodes ?? [];

    /// <summary>The managers, as they are wanted.</summary>
    public ImmutableArray<Node> Managers { get; } = [.. (nodes ?? []).Where(node => node.IsManager)];

    /// <summary>The entries that are to be in the Swarm, the leader first, then in the order of the file.</summary>
    public ImmutableArray<NodePolicy> Members { get; } =
        [.. policy.Nodes.Where(entry => entry.IsMember).OrderBy(entry => entry.Name == policy.Leader ? 0 : 1)];

    /// <summary>The members whose engines have to be asked: those that the Swarm does not show as there.</summary>
    public IEnumerable<NodePolicy> Missing => Members.Where(entry => NodeOf(entry) is not { IsGone: false });

    /// <summary>The Swarm's entry for one of the inventory: of several that share a hostname the one that is there.</summary>
    public Node? NodeOf(NodePolicy entry) => _nodesByHostname[entry.Name].Concat(_nodesById[entry.Name])
        .MinBy(node => (node.IsGone ? 1 : 0, -node.CreatedAt.UtcTicks));

    /// <summary>True if the Swarm has an entry of that ID.</summary>
    public bool Knows(string nodeId) => _nodesById.Contains(nodeId);

    /// <summary>The entries of nodes that are gone and had the hostname of one that is there.</summary>
    public IEnumerable<Node> TwinsOf(Node present) => _nodesByHostname[present.Hostname].Where(node => node.IsGone && node.Id != present.Id);

    /// <summary>What the engine of an entry says; null if it was not asked.</summary>
    public EngineSighting? EngineOf(NodePolicy entry) => engines.GetValueOrDefault(entry.Name);
}
