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
        var journey = Begin(constraint);
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
        var journey = Begin("");
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
        var journey = Begin("node.labels.db == true");
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
        var journey = Begin("");
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
    public void Nobody_may_be_in_charge_for_a_while_after_each_single_write(string constraint)
    {
        for (var dies = 0; dies < 12; dies++)
        {
            foreach (var reached in new[] { true, false })
            {
                var journey = Begin(constraint);
                var last = journey.Writes + dies;
                journey.Reaches = write => write < last || (write == last && reached);
                journey.Asks("move_service:db=b");
                for (var tick = 0; tick < 300 && journey.Writes <= last; tick++)
                {
                    journey.Pass(0.1);
                }

                journey.IsAlive = false;
                journey.Pass(7);
                journey.Reaches = _ => true;
                journey.IsAlive = true;
                journey.Settles();
                Assert.Equal("done", journey.Memory.Commands["1"].Outcome);
                Assert.Equal(("b", "b"), (journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app")));
            }
        }
    }

    [Fact]
    public void A_node_that_is_drained_at_once_is_left_again()
    {
        var journey = Begin("node.labels.db == true");
        journey.Asks("move_service:db=b");
        journey.Until(() => journey.Swarm.PlaceOf("db") == "b", "it is there");
        journey.Drains("b");
        journey.Settles();
        Assert.Equal(Availability.Drain, journey.Swarm.Nodes["id-b"].Availability);
        Assert.Equal(journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app"));
        Assert.NotEqual("b", journey.Swarm.PlaceOf("db"));
        Assert.NotNull(journey.Memory.Commands["1"].EndedAt);
    }

    // db is the anchor of app, plain is nobody's; all of them run on a.
    private static Journey Begin(string constraint)
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db", "app")) }.Nodes("a", "b", "c");
        journey.Runs(Given.Spec("db"), "a");
        journey.Pass(1);
        journey.Runs(constraint.Length > 0 ? Given.Spec("app", constraint) : Given.Spec("app"), "a");
        journey.Runs(Given.Spec("plain"), "a");
        journey.Settles();
        return journey;
    }
}
