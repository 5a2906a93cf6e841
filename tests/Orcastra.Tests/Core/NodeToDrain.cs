using Orcastra.Core.Draining;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>The nouns of tests in which node a is drained.</summary>
internal static class NodeToDrain
{
    public static readonly Policy TwoGroups = Given.Policy(Given.Anchor("db", "web"), Given.Anchor("mq"));

    public static Node Paused => Given.Node("a") with { Availability = Availability.Pause };

    /// <summary>Anchor db with web, anchor mq, and plain of no group, all of them on a.</summary>
    public static Cluster Swarm(Availability availability = Availability.Pause) => new Cluster()
        .Node(Given.Node("a", "db") with { Availability = availability }).Node("b")
        .Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a").Service(Given.Spec("mq"), "a").Service(Given.Spec("plain"), "a");

    public static Cluster Begun(Cluster cluster, Availability prior = Availability.Active, bool isForced = false)
    {
        var count = cluster.Snapshot.Services.Values.Count(service => service.Spec.Mode == ServiceMode.Replicated && cluster.Snapshot.PlacesOf(service.Id).Contains("id-a"));
        cluster.Memory = Holding(new Drain("id-a", Given.Noon, isForced, prior, count, count, Given.Noon));
        return cluster;
    }

    public static Memory Holding(Drain drain) => Memory.Empty with { Drains = Memory.Empty.Drains.SetItem("id-a", drain) };

    public static string Progress(Cluster cluster) => DrainPlanner.Progress(new(cluster.Snapshot, TwoGroups, Given.Noon), cluster.Memory, cluster.Snapshot.Nodes["id-a"]);

    public static string[] Switches(Plan plan) => [.. plan.Actions.OfType<SetAvailability>().Select(action => $"{action.Node.Hostname} {action.Availability.ToString().ToLowerInvariant()}")];

    public static string[] Leaving(Plan plan) => [.. plan.Memory.HandOffs.Values.Select(handOff => handOff.ServiceId[8..]).Order(StringComparer.Ordinal)];
}
