using System.Collections.Immutable;
using Orcastra.Core.Membership;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>The nouns of membership: an inventory of machines a, b, c… at 192.0.2.1, 2, 3…, and what is seen of them.</summary>
internal static class Members
{
    /// <summary>An engine in no Swarm; it calls itself as its entry does.</summary>
    public static EngineSighting Outside { get; } = new(EnginePlace.Outside, "", "", "", "");

    public static MembershipView Inventory(string leader, params ReadOnlySpan<string> names)
    {
        var nodes = ImmutableArray.CreateBuilder<NodePolicy>();
        foreach (var name in names)
        {
            nodes.Add(new(name, AddressOf(name), Given.NoLabels, $"nodes.yml:{nodes.Count + 3}:3"));
        }

        var policy = new Policy { HasNodes = true, Leader = leader, Nodes = nodes.ToImmutable() };
        return new(policy, null, ImmutableDictionary<string, EngineSighting>.Empty, Given.Noon);
    }

    public static MembershipView In(this MembershipView view, params ReadOnlySpan<Node> nodes) => view with { Nodes = [.. nodes] };

    public static MembershipView With(this MembershipView view, string name, EngineSighting engine) =>
        view with { Engines = view.Engines.Add(name, engine.Hostname.Length > 0 ? engine : engine with { Hostname = name }) };

    public static MembershipView Role(this MembershipView view, string name, NodeRole role) => new(
        view.Policy with { Nodes = [.. view.Policy.Nodes.Select(entry => entry.Name == name ? entry with { Role = role } : entry)] }, view.Nodes, view.Engines, view.Now);

    public static MembershipPlan Plan(this MembershipView view) => MembershipPlanner.Plan(view);

    public static Node Manager(string name) => Given.Node(name) with
    {
        ManagerAddress = $"{AddressOf(name)}:2377",
        IsReachableManager = true,
        IsLeader = name == "a",
        CreatedAt = Given.Noon.AddDays(-1),
    };

    public static Node Worker(string name) => Given.Node(name) with { Role = "worker", CreatedAt = Given.Noon.AddDays(-1) };

    private static string AddressOf(string name) => $"192.0.2.{name[0] - 'a' + 1}";
}
