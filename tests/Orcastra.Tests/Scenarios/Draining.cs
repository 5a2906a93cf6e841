using Orcastra.Core.Draining;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Scenarios;

/// <summary>A node is emptied while all that runs there stays up, or goes back to where it was.</summary>
public sealed class Draining
{
    private static readonly string[] All = ["db", "app", "plain"];

    [Theory]
    [InlineData("")]
    [InlineData("node.labels.db == true")]
    public void Everything_is_up_elsewhere_before_Swarm_drains_the_node(string constraint)
    {
        var journey = Begin(constraint);
        journey.Drains("a");
        journey.Settles();
        Assert.Equal(journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app"));
        AllHaveLeft(journey);
        Assert.Equal(Availability.Drain, journey.Swarm.Nodes["id-a"].Availability);
        Assert.Equal("3 of 3 services moved; it is drained", DrainPlanner.Progress(new(journey.Swarm.Snapshot, journey.Policy, journey.Swarm.Now), journey.Memory, journey.Swarm.Nodes["id-a"]));
        Assert.False(journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"));
        Assert.Equal(["make a pause", "make a drain"], journey.Actions.Where(action => action.StartsWith("make", StringComparison.Ordinal)).Select(action => action[..action.IndexOf(" (", StringComparison.Ordinal)]));
    }

    [Fact]
    public void What_starts_first_is_never_down()
    {
        var journey = Begin("");
        journey.MustNotOverlap = false;
        var first = Given.Spec("first") with { Update = new(1, true, TimeSpan.FromSeconds(5)) };
        journey.Runs(first, "a");
        journey.Settles();
        journey.Drains("a");
        journey.Until(() =>
        {
            Assert.NotEmpty(journey.Swarm.PlaceOf("first"));
            return journey.Memory.Drains["id-a"].State == DrainState.Drained;
        }, "it is drained");
        Assert.NotEqual("a", journey.Swarm.PlaceOf("first"));
    }

    [Fact]
    public void Replicas_elsewhere_stay_as_they_are()
    {
        var journey = new Journey().Nodes("a", "b", "c");
        journey.Swarm.Create(Given.Spec("web") with { Replicas = 3 });
        journey.Settles();
        var others = journey.Swarm.Of("web").Where(task => task.Node != "id-a").Select(task => task.Id).ToList();
        journey.Drains("a");
        journey.Settles();
        Assert.Equal(3, journey.Swarm.Of("web").Count(task => task.IsUp));
        Assert.All(others, id => Assert.True(journey.Swarm.Of("web").Single(task => task.Id == id).IsUp));
        Assert.DoesNotContain("a", journey.Swarm.PlaceOf("web"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_elsewhere_is_brought_back_and_the_node_is_what_it_was()
    {
        var journey = Begin("");
        journey.Swarm["plain"].CrashesOn.UnionWith(["id-b", "id-c", "b", "c"]);
        journey.Drains("a");
        journey.Settles();
        Assert.Equal("a", journey.Swarm.PlaceOf("plain"));
        Assert.Equal(Availability.Active, journey.Swarm.Nodes["id-a"].Availability);
        Assert.Contains("plain could not be moved: task", journey.Memory.Drains["id-a"].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_anchor_that_fails_elsewhere_takes_nobody_along()
    {
        var journey = Begin("node.labels.db == true");
        journey.Swarm["db"].CrashesOn.UnionWith(["id-b", "id-c", "b", "c"]);
        journey.Drains("a");
        journey.Settles();
        Assert.Equal(("a", "a"), (journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app")));
        Assert.Equal(DrainState.Failed, journey.Memory.Drains["id-a"].State);
        Assert.Single(journey.Swarm.Of("app"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("node.labels.db == true")]
    public void Nobody_may_be_in_charge_for_a_while_after_each_single_write(string constraint) => EachWrite.IsTheLast(
        16,
        () => Begin(constraint),
        journey => journey.Drains("a"),
        journey =>
        {
            Assert.Equal(DrainState.Drained, journey.Memory.Drains["id-a"].State);
            AllHaveLeft(journey);
        });

    [Fact]
    public void A_target_that_dies_on_the_way_is_replaced_by_another()
    {
        var journey = Begin("");
        journey.Swarm["plain"].StopTakes = TimeSpan.FromSeconds(3);
        journey.Drains("a");
        journey.Until(() => journey.Swarm.Of("plain").Any(task => task is { IsWanted: true, Node: "id-b" or "id-c" }), "it has a target");
        journey.Swarm.PowerCut(journey.Swarm.Nodes[journey.Swarm.Of("plain").First(task => task is { IsWanted: true, Node: "id-b" or "id-c" }).Node].Hostname);
        journey.Settles();
        Assert.Equal(DrainState.Drained, journey.Memory.Drains["id-a"].State);
        AllHaveLeft(journey);
    }

    [Fact]
    public void Nobody_comes_back_while_it_is_drained()
    {
        var journey = Begin("node.labels.db == true");
        journey.Drains("a");
        journey.Settles();
        journey.Swarm.PowerCut(journey.Swarm.PlaceOf("db"));
        journey.Settles();
        Assert.Equal(journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app"));
        Assert.NotEqual("a", journey.Swarm.PlaceOf("db"));
        Assert.False(journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"));
    }

    [Fact]
    public void Forced_what_has_local_data_is_moved_by_Swarm_in_the_end()
    {
        var journey = Begin("");
        journey.Runs(Given.Spec("files").Mounting("volume", "files"), "a");
        journey.Drains("a", isForced: true);
        journey.Settles();
        Assert.NotEqual("a", journey.Swarm.PlaceOf("files"));
        var switched = journey.Actions.FindIndex(action => action.StartsWith("make a drain", StringComparison.Ordinal));
        Assert.True(switched > journey.Actions.FindLastIndex(action => action.StartsWith("hand-off plain a->", StringComparison.Ordinal)));
    }

    private static void AllHaveLeft(Journey journey) => Assert.All(All, service => Assert.NotEqual("a", journey.Swarm.PlaceOf(service)));

    // db is the anchor of app, plain is nobody's; all of them run on a.
    internal static Journey Begin(string constraint)
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
