using CsCheck;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using Orcastra.Tests.Scenarios;

namespace Orcastra.Tests.Properties;

/// <summary>Whatever happens to a Swarm, in the end all is in place or refused, and nothing of ours is left in it.</summary>
public sealed class JourneyProperties
{
    private static readonly string[] Hosts = ["a", "b", "c"];

    private static readonly string[] Constraints = ["", "node.labels.db == true"];

    [Fact]
    public void After_any_series_of_mishaps_it_settles_without_a_trace() => Gen.Select(
        Gen.Int[1, 2], Gen.ULong[0, 2], Gen.Int[0, 1], Gen.Bool, Gen.Int[1, 60], Gen.Select(Gen.Int[0, 8], Gen.Int[0, 2], Gen.Int[1, 60]).Array[1, 6])
        .Sample((replicas, width, bound, startFirst, stop, events) =>
        {
            var journey = Begin(replicas, width, bound, startFirst, stop);
            foreach (var (kind, which, wait) in events)
            {
                Happen(journey, kind, Hosts[which]);
                journey.Pass(wait / 10.0);
            }

            Calm(journey);
            journey.Settles(900);
            Assert.Equal((ulong)replicas, journey.Swarm["app"].Spec.Replicas);
        }, iter: 400);

    private static Journey Begin(int replicas, ulong width, int bound, bool startFirst, int stop)
    {
        var anchor = Given.Anchor("db", "app") with { RestartDependents = replicas == 1 };
        var journey = new Journey { Policy = Given.Policy(anchor) with { Dwell = TimeSpan.FromSeconds(2) } }.Nodes(Hosts);
        journey.Runs(Given.Spec("db", "node.hostname == a"), on: "a");
        journey.Swarm.Label("a", "db", "true");
        var app = bound > 0 ? Given.Spec("app", Constraints[bound]) : Given.Spec("app");
        var service = journey.Runs(app with { Replicas = (ulong)replicas, Update = new(width, startFirst, TimeSpan.FromSeconds(5)) }, on: "a");
        service.StopTakes = TimeSpan.FromMilliseconds(100 * stop);
        return journey;
    }

    private static void Happen(Journey journey, int kind, string host)
    {
        switch (kind)
        {
            case 0 or 1 or 2:
                journey.Moves("db", host);
                break;
            case 3:
                journey.Swarm["app"].CrashesOn.Add(host);
                break;
            case 4:
                journey.Swarm.Forced("db");
                break;
            case 5:
                var lost = journey.Writes + host[0] - 'a';
                journey.Reaches = write => write != lost;
                break;
            case 6:
                journey.IsAlive = !journey.IsAlive;
                break;
            case 7 when journey.Swarm.Nodes.Values.All(node => node.State == NodeState.Ready):
                journey.Swarm.PowerCut(host);
                break;
            case 8 when journey.Memory.HandOffs.IsEmpty:
                journey.Swarm.Change(host, node => node with { Availability = node.Availability == Availability.Active ? Availability.Pause : Availability.Active });
                break;
        }
    }

    // A write to a node by somebody else, while a service is moved one task after the other, makes the enforcer kill those
    // whose turn has not come: the one overlap that cannot be kept off.
    private static void Calm(Journey journey)
    {
        journey.MustNotOverlap = journey.Memory.HandOffs.IsEmpty;
        journey.IsAlive = true;
        journey.Reaches = _ => true;
        foreach (var host in Hosts)
        {
            journey.Swarm["app"].CrashesOn.Remove(host);
            if (journey.Swarm.Nodes["id-" + host] is not { State: NodeState.Ready, Availability: Availability.Active })
            {
                journey.Swarm.Change(host, node => node with { State = NodeState.Ready, Availability = Availability.Active });
            }
        }

        journey.Pass(20);
        journey.MustNotOverlap = true;
    }
}
