using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.FollowingAnAnchor;

namespace Orcastra.Tests.Scenarios;

/// <summary>The traps that were measured on real engines, each as a story.</summary>
public sealed class HandOffTraps
{
    [Fact]
    public void Who_leaves_does_not_open_the_gate_of_a_global_service_for_its_updater_waits_for_no_stop()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true") with { Mode = ServiceMode.Global, Replicas = 0 });
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(6);
        journey.Moves("db", "b");
        journey.Until(() => journey.Swarm["app"].Spec.Constraints.Any(Trace.IsGate), "the gate is shut");
        journey.Policy = journey.Policy with { MayBegin = false };
        journey.Pass(3);
        Assert.DoesNotContain(journey.Swarm.Nodes["id-b"].Labels.Keys, key => key.StartsWith(Trace.GateLabelPrefix, StringComparison.Ordinal));
        journey.Policy = journey.Policy with { MayBegin = true };
        journey.Settles();
    }

    [Fact]
    public void A_full_target_is_refused_and_the_task_stays_up_with_its_label_under_it()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true").Reserving(3000));
        journey.Runs(Given.Spec("big").Reserving(3000), on: "b");
        var task = journey.Swarm.Of("app").Single(known => known.IsUp).Id;
        journey.Moves("db", "b");
        journey.Pass(30);
        Assert.True(journey.Says("does not fit beside db"));
        Assert.Equal(task, journey.Swarm.Of("app").Single(known => known.IsUp).Id);
        Assert.True(journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"));
        Assert.DoesNotContain(journey.Actions, action => action.StartsWith("hand-off app", StringComparison.Ordinal));
    }

    [Fact]
    public void An_anchor_that_moves_on_while_the_old_task_stops_is_followed_by_labels_alone()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(12);
        journey.Moves("db", "b");
        journey.Until(() => Trace.IsIn(journey.Swarm["app"].Spec), "the gate is up");
        journey.Pass(1);
        journey.Moves("db", "c");
        journey.Settles();
        Assert.Equal("c", journey.Swarm.PlaceOf("app"));
        Assert.Equal(3, WritesTo(journey, "app"));
    }

    [Fact]
    public void A_target_that_dies_after_the_gate_opened_is_left_for_the_anchors_next_place_without_a_further_write()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm["app"].StartTakes = TimeSpan.FromSeconds(3);
        journey.Moves("db", "b");
        journey.Until(() => journey.Swarm.Of("app").Any(task => task.Node == "id-b"), "it was let in on b");
        journey.Pass(1);
        journey.Swarm.UserDeploys("db", "image:1", spec => spec with { Constraints = ["node.hostname != a"] });
        journey.Swarm.PowerCut("b");
        journey.Settles();
        Assert.Equal("c", journey.Swarm.PlaceOf("db"));
        Assert.Equal("c", journey.Swarm.PlaceOf("app"));
        Assert.Equal(3, WritesTo(journey, "app"));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    public void A_stop_of_70_seconds_is_waited_for(ulong parallelism)
    {
        var app = Given.Spec("app") with { StopGrace = TimeSpan.FromSeconds(70) };
        var journey = DbAndApp(app with { Update = app.Update with { Parallelism = parallelism } });
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(68);
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
    }

    [Fact]
    public void Start_first_brings_the_new_task_up_before_the_old_one_goes()
    {
        var app = Given.Spec("app");
        var journey = DbAndApp(app with { Update = app.Update with { StartFirst = true } });
        journey.Moves("db", "b");
        var wasDown = false;
        journey.Until(() => (wasDown |= journey.Swarm.PlaceOf("app").Length == 0) || journey.Swarm.PlaceOf("app") == "b", "it follows");
        Assert.False(wasDown);
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
    }

    [Fact]
    public void A_task_that_crashes_on_the_target_is_back_within_seconds_and_tried_again_by_the_schedule()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm["app"].CrashesOn.Add("b");
        journey.Moves("db", "b");
        journey.Until(() => journey.Swarm.PlaceOf("app") == "b", "it is up on b for a moment");
        journey.Until(() => journey.Swarm.PlaceOf("app") == "a", "it is back on a", seconds: 3);
        journey.Pass(900);
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
        Assert.True(journey.Says("given up after"));
        Assert.InRange(journey.Actions.Count(action => action.Contains("lets its old task end", StringComparison.Ordinal)), 3, 6);
    }

    [Fact]
    public void A_rollback_by_the_failure_action_is_a_failed_attempt()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm["app"].CrashesOn.Add("b");
        journey.Swarm["app"].RollsBackOnFailure = true;
        journey.Moves("db", "b");
        journey.Pass(100);
        Assert.True(journey.Memory.Attempts.TryGetValue(journey.Swarm["app"].Id, out var attempts) && attempts.Count >= 2, journey.ToString());
    }

    [Fact]
    public void A_way_back_whose_label_a_newcomer_forbids_does_not_leave_a_gate_standing()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true"));
        journey.Swarm["app"].StartTakes = TimeSpan.FromSeconds(8);
        journey.Swarm["app"].CrashesOn.Add("b");
        journey.Moves("db", "b");
        journey.Until(() => !journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"), "the label has moved");
        journey.Runs(Given.Spec("shy", "node.labels.db != true"), on: "a");
        journey.Until(() => !Trace.IsIn(journey.Swarm["app"].Spec) && journey.Memory.HandOffs.IsEmpty, "it is over", seconds: 60);
        Assert.Equal("a", journey.Swarm.PlaceOf("shy"));
    }

    [Fact]
    public void A_partitioned_old_node_keeps_the_gate_shut_until_it_counts_as_down()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(5);
        journey.Moves("db", "b");
        journey.Until(() => Trace.IsIn(journey.Swarm["app"].Spec), "the gate is up");
        journey.Pass(0.5);
        journey.Swarm.Change("a", node => node with { State = NodeState.Unknown });
        journey.Pass(30);
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
        Assert.True(journey.Says("does not answer"));
        journey.Swarm.PowerCut("a");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
    }

    [Fact]
    public void An_anchor_that_dies_for_good_while_the_gate_is_shut_sends_its_dependent_back()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(6);
        journey.Moves("db", "b");
        journey.Until(() => Trace.IsIn(journey.Swarm["app"].Spec), "the gate is up");
        journey.Swarm.UserDeploys("db", "image:1", spec => spec with { Replicas = 0 });
        journey.Settles();
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
    }

    private static int WritesTo(Journey journey, string service) =>
        journey.Actions.Count(action => action.StartsWith($"hand-off {service} ", StringComparison.Ordinal));
}
