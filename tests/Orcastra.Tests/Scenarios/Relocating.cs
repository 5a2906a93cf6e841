using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Scenarios;

/// <summary>A group moves whole to a node that somebody names, or goes back to where it was.</summary>
public sealed class Relocating
{
    [Theory]
    [InlineData("")]
    [InlineData("node.labels.db == true")]
    public void All_of_it_comes_to_the_node_and_nothing_holds_it_there(string constraint)
    {
        var journey = Draining.Begin(constraint);
        journey.Asks("move_service:app=c");
        journey.Settles();
        Assert.Equal(("c", "c", "a"), (journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app"), journey.Swarm.PlaceOf("plain")));
        Assert.Equal("done", journey.Memory.Commands["1"].Outcome);
        Assert.Empty(journey.Swarm["db"].Spec.Constraints);
        Assert.Equal("db on c", string.Join(", ", journey.Swarm.Nodes.Values.SelectMany(node => node.Labels.Keys, (node, label) => $"{label} on {node.Hostname}")));
        Assert.Single(journey.Swarm.Of("app"), task => task.Node == "id-c");
    }

    [Fact]
    public void What_starts_first_is_never_down()
    {
        var journey = Draining.Begin("");
        journey.MustNotOverlap = false;
        journey.Runs(Given.Spec("first") with { Update = new(1, true, TimeSpan.FromSeconds(5)) }, "a");
        journey.Settles();
        journey.Asks("move_service:first=b");
        journey.Until(() =>
        {
            Assert.NotEmpty(journey.Swarm.PlaceOf("first"));
            return journey.Memory.Commands["1"].EndedAt is not null;
        }, "it has ended");
        Assert.Equal(("done", "b"), (journey.Memory.Commands["1"].Outcome, journey.Swarm.PlaceOf("first")));
    }

    [Fact]
    public void What_fails_there_is_brought_back_and_takes_nobody_along()
    {
        var journey = Draining.Begin("node.labels.db == true");
        journey.Swarm["db"].CrashesOn.UnionWith(["id-b", "b"]);
        journey.Asks("move_service:db=b");
        journey.Settles();
        Assert.Equal(("a", "a"), (journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app")));
        Assert.Single(journey.Swarm.Of("app"));
        Assert.Equal("failed", journey.Memory.Commands["1"].Outcome);
        Assert.StartsWith("db could not be moved to b: task", journey.Memory.Commands["1"].Says, StringComparison.Ordinal);
        Assert.EndsWith("; db runs on a", journey.Memory.Commands["1"].Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_dies_on_the_way_brings_it_back()
    {
        var journey = Draining.Begin("");
        journey.Swarm["db"].StopTakes = TimeSpan.FromSeconds(3);
        journey.Asks("move_service:db=b");
        journey.Until(() => journey.Swarm.Of("db").Any(task => task is { IsWanted: true, Node: "id-b" }), "it has its node");
        journey.Swarm.PowerCut("b");
        journey.Settles();
        Assert.Equal(("a", "failed"), (journey.Swarm.PlaceOf("db"), journey.Memory.Commands["1"].Outcome));
    }

    [Theory]
    [InlineData("")]
    [InlineData("node.labels.db == true")]
    public void Nobody_may_be_in_charge_for_a_while_after_each_single_write(string constraint) => EachWrite.IsTheLast(
        12,
        () => Draining.Begin(constraint),
        journey => journey.Asks("move_service:db=b"),
        journey =>
        {
            Assert.Equal("done", journey.Memory.Commands["1"].Outcome);
            Assert.Equal(("b", "b"), (journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app")));
        });

    [Fact]
    public void A_node_that_is_drained_at_once_is_left_again()
    {
        var journey = Draining.Begin("node.labels.db == true");
        journey.Asks("move_service:db=b");
        journey.Until(() => journey.Swarm.PlaceOf("db") == "b", "it is there");
        journey.Drains("b");
        journey.Settles();
        Assert.Equal(Availability.Drain, journey.Swarm.Nodes["id-b"].Availability);
        Assert.Equal(journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app"));
        Assert.NotEqual("b", journey.Swarm.PlaceOf("db"));
        Assert.NotNull(journey.Memory.Commands["1"].EndedAt);
    }
}
