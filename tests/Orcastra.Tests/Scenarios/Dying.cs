using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.FollowingAnAnchor;

namespace Orcastra.Tests.Scenarios;

/// <summary>Whoever begins need not finish: any write may be lost, and anyone may go on from memory and Swarm alone.</summary>
public sealed class Dying
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("node.labels.db == true", 1)]
    [InlineData("node.labels.db == true", 2)]
    public void Each_single_write_may_be_lost(string constraint, int replicas)
    {
        for (var lost = 0; lost < 12; lost++)
        {
            var journey = Begin(constraint, replicas);
            var first = journey.Writes;
            var number = lost;
            journey.Reaches = write => write - first != number;
            journey.Moves("db", "b");
            journey.Settles();
            Assert.Equal(string.Join(",", Enumerable.Repeat("b", replicas)), journey.Swarm.PlaceOf("app"));
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("node.labels.db == true", 1)]
    [InlineData("node.labels.db == true", 2)]
    public void Nobody_may_be_in_charge_for_a_while_after_each_single_write(string constraint, int replicas) => EachWrite.IsTheLast(
        12,
        () => Begin(constraint, replicas),
        journey => journey.Moves("db", "b"),
        journey => Assert.Equal(string.Join(",", Enumerable.Repeat("b", replicas)), journey.Swarm.PlaceOf("app")));

    [Fact]
    public void Leaving_finishes_what_was_begun_and_begins_nothing()
    {
        var journey = Begin("", 1);
        journey.Moves("db", "b");
        journey.Until(() => !journey.Memory.HandOffs.IsEmpty, "it has begun");
        journey.Policy = journey.Policy with { MayBegin = false };
        journey.Until(() => Laws.Remains(journey.Swarm) is null && journey.Memory.HandOffs.IsEmpty, "it has ended", seconds: 8);
        Assert.Equal(1UL, journey.Swarm["app"].Spec.Replicas);
        journey.Moves("db", "c");
        journey.Pass(20);
        Assert.DoesNotContain(journey.Swarm.Nodes["id-c"].Labels, label => label.Key == "db");
    }

    private static Journey Begin(string constraint, int replicas)
    {
        var app = constraint.Length > 0 ? Given.Spec("app", constraint) : Given.Spec("app");
        var journey = DbAndApp(app with { Replicas = (ulong)replicas });
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(1);
        return journey;
    }
}
