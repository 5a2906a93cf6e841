using Orcastra.Core.Policies;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Planning;

/// <summary>What every planner is given: no clock, no logger, no connection.</summary>
/// <param name="Snapshot">The Swarm as it was seen.</param>
/// <param name="Policy">What the owner wants.</param>
/// <param name="Now">The time of planning.</param>
public sealed record PlanningContext(ClusterSnapshot Snapshot, Policy Policy, DateTimeOffset Now)
{
    // The first of several entries of one name counts.
    private readonly ILookup<string, NodePolicy> _nodePolicies = Policy.Nodes.ToLookup(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>What is known of machines.</summary>
    public MachineView Machines { get; init; } = MachineView.None;

    /// <summary>What the owner wants of a node, named by its hostname or else by its ID; null if nothing.</summary>
    public NodePolicy? PolicyOf(Node node) => _nodePolicies[node.Hostname].FirstOrDefault() ?? _nodePolicies[node.Id].FirstOrDefault();

    /// <summary>The value a file declares for a label of a node; null if none does.</summary>
    public string? Declared(Node node, string key) => PolicyOf(node)?.Labels.GetValueOrDefault(key);
}
