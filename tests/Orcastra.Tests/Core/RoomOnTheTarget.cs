using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>Anchor db runs on b, app on a: what the target must have before app is sent there.</summary>
public sealed class RoomOnTheTarget
{
    private static readonly ImmutableDictionary<string, long> Nothing = ImmutableDictionary<string, long>.Empty;

    [Fact]
    public void Reserved_cores_must_be_free() =>
        Refused(Given.Spec("app") with { Reservations = new(5_000_000_000, 0, Nothing) }, "it reserves 5 CPUs, 4 are not reserved yet");

    [Fact]
    public void Reserved_generic_resources_must_be_free() =>
        Refused(Given.Spec("app") with { Reservations = new(0, 0, Nothing.Add("gpu", 1)) }, "it reserves 1 gpu, 0 are left");

    [Fact]
    public void A_volume_driver_must_be_installed()
    {
        var app = Given.Spec("app").Labelled("orcastra.movable", "true") with { Mounts = [new("volume", "data", "/data", false, "nfs", ImmutableDictionary<string, string>.Empty)] };
        Refused(app, "the volume driver nfs is not installed there", Given.Node("b", "db") with { Plugins = ["Volume/local"] });
    }

    [Fact]
    public void What_is_still_stopping_there_still_takes_its_room()
    {
        var big = Given.Service(Given.Spec("big").Reserving(3000));
        var cluster = Cluster(Given.Spec("app").Reserving(2000)).Service(big).Task(Given.Task("big.1", big, 1, "b", desired: TaskState.Shutdown));
        Refused(cluster, "it reserves 2000 MiB, 1096 MiB are not reserved yet");
    }

    private static Cluster Cluster(ServiceSpec app, Node? target = null) => new Cluster()
        .Node("a").Node(target ?? Given.Node("b", "db")).Service(Given.Spec("db"), "b").Service(app, "a");

    private static void Refused(ServiceSpec app, string because, Node? target = null) => Refused(Cluster(app, target), because);

    private static void Refused(Cluster cluster, string because)
    {
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "app" && refusal.Reason.Contains(because, StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Actions, action => action is HandOffStep);
    }
}
