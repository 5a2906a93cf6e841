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

    public static Sight Inventory(string leader, params ReadOnlySpan<string> names)
    {
        var nodes = ImmutableArray.CreateBuilder<NodePolicy>();
        foreach (var name in names)
        {
            nodes.Add(new(name, AddressOf(name), Given.NoLabels, $"nodes.yml:{nodes.Count + 3}:3"));
        }

        return new(new() { HasNodes = true, Leader = leader, Nodes = nodes.ToImmutable() });
    }

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

/// <summary>What is seen, as far as a test cares.</summary>
/// <param name="Policy">The inventory.</param>
internal sealed record Sight(Policy Policy)
{
    public ImmutableArray<Node>? Nodes { get; init; }

    public ImmutableDictionary<string, EngineSighting> Engines { get; init; } = ImmutableDictionary<string, EngineSighting>.Empty;

    public ImmutableDictionary<string, Setback> Setbacks { get; init; } = ImmutableDictionary<string, Setback>.Empty;

    public ImmutableHashSet<string> Unwanted { get; init; } = [];

    public string Rebooted { get; init; } = "";

    public bool IsForced { get; init; }

    public Sight In(params ReadOnlySpan<Node> nodes) => this with { Nodes = [.. nodes] };

    public Sight With(string name, EngineSighting engine) =>
        this with { Engines = Engines.Add(name, engine.Hostname.Length > 0 ? engine : engine with { Hostname = name }) };

    public Sight Failing(string name, DateTimeOffset dueAt) => this with { Setbacks = Setbacks.SetItem(name, new("it failed", dueAt)) };

    public Sight Role(string name, NodeRole role) => Entry(name, entry => entry with { Role = role });

    public Sight Entry(string name, Func<NodePolicy, NodePolicy> change) =>
        this with { Policy = Policy with { Nodes = [.. Policy.Nodes.Select(entry => entry.Name == name ? change(entry) : entry)] } };

    public MembershipPlan Plan() => MembershipPlanner.Plan(new(Policy, Nodes, Engines, Setbacks, Given.Noon) { Unwanted = Unwanted, Rebooted = Rebooted, IsForced = IsForced });
}
