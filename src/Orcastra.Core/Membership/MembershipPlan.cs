using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Membership;

/// <summary>
/// One change of who is in the Swarm, or as what. The hierarchy is closed; <see cref="Match"/> is how it is told apart. Apart
/// from those of the cluster's plan since it is carried out at engines that need not be in the Swarm.
/// </summary>
/// <param name="Subject">The node's name.</param>
/// <param name="Reason">Why, in words an operator can act on.</param>
public abstract record MembershipAction(string Subject, string Reason)
{
    /// <summary>Calls the one function that fits this action.</summary>
    public T Match<T>(Func<InitSwarm, T> init, Func<JoinNode, T> join, Func<PromoteNode, T> promote, Func<DemoteNode, T> demote, Func<RemoveNode, T> remove) => this switch
    {
        InitSwarm action => init(action),
        JoinNode action => join(action),
        PromoteNode action => promote(action),
        DemoteNode action => demote(action),
        RemoveNode action => remove(action),
        _ => throw new InvalidOperationException($"no such action: {GetType().Name}"),
    };
}

/// <summary>Begins a Swarm at an engine that is in none.</summary>
/// <param name="Subject">The node's name.</param>
/// <param name="Reason">Why.</param>
/// <param name="AdvertiseAddress">The address or interface it advertises; empty leaves it to the engine.</param>
public sealed record InitSwarm(string Subject, string Reason, string AdvertiseAddress) : MembershipAction(Subject, Reason);

/// <summary>Brings an engine that is in no Swarm into ours.</summary>
/// <param name="Subject">The node's name.</param>
/// <param name="Reason">Why.</param>
/// <param name="AsManager">As a manager rather than a worker.</param>
/// <param name="AdvertiseAddress">The address it advertises; empty leaves it to the engine.</param>
/// <param name="ManagerAddresses">Where managers of the Swarm are reached.</param>
public sealed record JoinNode(string Subject, string Reason, bool AsManager, string AdvertiseAddress, ImmutableArray<string> ManagerAddresses) : MembershipAction(Subject, Reason);

/// <summary>Makes a worker a manager.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node as it was seen; its version is compared.</param>
public sealed record PromoteNode(string Reason, Node Node) : MembershipAction(Node.Hostname, Reason);

/// <summary>Makes a manager a worker.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node as it was seen; its version is compared.</param>
public sealed record DemoteNode(string Reason, Node Node) : MembershipAction(Node.Hostname, Reason);

/// <summary>Removes the entry of a node that is down.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node as it was seen.</param>
public sealed record RemoveNode(string Reason, Node Node) : MembershipAction(Node.Hostname, Reason);

/// <summary>What one look at the members leads to.</summary>
/// <param name="Actions">What is done; no action depends on another.</param>
/// <param name="Refusals">What is wanted and not done, and why.</param>
/// <param name="LookAgainAt">When time alone would change the plan; null if it would not.</param>
public sealed record MembershipPlan(ImmutableArray<MembershipAction> Actions, ImmutableArray<Refusal> Refusals, DateTimeOffset? LookAgainAt);
