using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.FollowingAnAnchor;

namespace Orcastra.Tests.Scenarios;

/// <summary>Swarm's updater takes one task after the other, and other things happen meanwhile.</summary>
public sealed class WhatTheUpdaterStillHasToDo
{
    [Fact]
    public void A_task_that_waits_for_its_turn_in_its_owners_rollout_is_not_killed_by_a_label()
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db")) }.Nodes("a", "b", "c");
        journey.Runs(Given.Spec("db"), on: "b");
        journey.Runs(Given.Spec("web") with { Replicas = 2 }, on: "a").StopTakes = TimeSpan.FromSeconds(4);
        journey.Settles();
        journey.Swarm.UserDeploys("web", "image:1", spec => spec with { Constraints = ["node.hostname != a"] });
        journey.Pass(0.5);
        journey.Moves("db", "a");
        journey.Until(() => journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"), "the label comes in the end");
        Assert.DoesNotContain(journey.Swarm.Of("web"), task => task.State == TaskState.Rejected);
    }

    [Fact]
    public void Who_leaves_does_not_open_the_gate_once_its_owner_has_begun_another_update()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(6);
        journey.Moves("db", "b");
        journey.Until(() => journey.Swarm["app"].Spec.Constraints.Any(Trace.IsGate), "the gate is shut");
        journey.Pass(0.5);
        journey.Swarm.UserDeploys("app", "image:2", spec => spec with { UserHash = "new" });
        journey.Policy = journey.Policy with { MayBegin = false };
        journey.Pass(8);
    }

    [Fact]
    public void A_gate_that_is_open_where_a_replica_is_in_place_opens_further_where_another_has_to_go()
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db", "app")) }.Nodes("a", "b", "c");
        journey.Swarm.Create(Given.Spec("db", "node.hostname != a") with { Replicas = 2 });
        journey.Swarm.Create(Given.Spec("app", "node.hostname != c") with { Replicas = 2, MaxReplicasPerNode = 1 });
        journey.IsAlive = false;
        journey.Pass(2);
        journey.Swarm.UserDeploys("app", "image:1", spec => spec with { Constraints = [] });
        journey.Pass(8);
        journey.IsAlive = true;
        journey.Settles();
        Assert.Equal("b,c", journey.Swarm.PlaceOf("app"));
        Assert.DoesNotContain(journey.Actions, action => action.Contains("it goes back to", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_services_that_roll_are_moved_one_after_the_other()
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db", "app", "web")) }.Nodes("a", "b", "c");
        journey.Runs(Given.Spec("db"), on: "a");
        foreach (var name in new[] { "app", "web" })
        {
            journey.Runs(Given.Spec(name) with { Replicas = 2 }, on: "a");
        }

        journey.Settles();
        journey.Moves("db", "b");
        var most = 0;
        journey.Until(() => (most = Math.Max(most, journey.Memory.HandOffs.Count)) > 1 || (journey.Swarm.PlaceOf("app") == "b,b" && journey.Swarm.PlaceOf("web") == "b,b"), "both follow");
        Assert.Equal(1, most);
    }

    [Fact]
    public void A_global_follower_that_crashes_beside_its_anchor_is_not_brought_back_where_it_would_run_twice()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true") with { Mode = ServiceMode.Global, Replicas = 0 });
        journey.Swarm["app"].CrashesOn.Add("b");
        journey.Moves("db", "b");
        journey.Pass(120);
        Assert.Null(Laws.Remains(journey.Swarm));
    }

    [Fact]
    public void A_restart_whose_first_task_fails_leaves_the_others_running_and_is_not_begun_again()
    {
        var journey = Restarting.Begin(restart: true, app: Given.Spec("app") with { Replicas = 3 });
        journey.Swarm.Forced("db");
        journey.Until(() => journey.Swarm["app"].Spec.ForceUpdate == 1, "it is restarted");
        journey.Swarm["app"].CrashesOn.Add("a");
        journey.Pass(60);
        Assert.Equal(0UL, journey.Swarm["app"].Spec.ForceUpdate);
        Assert.Contains(journey.Swarm.Of("app"), task => task.IsUp && task.StatusAt < journey.Swarm.Now.AddSeconds(-60));
        Assert.Equal(1, Restarting.Restarts(journey, "app"));
        Assert.Null(Laws.Remains(journey.Swarm));
    }

    [Fact]
    public void An_anchor_that_comes_back_again_and_again_restarts_its_dependents_ever_less_often()
    {
        var journey = Restarting.Begin(restart: true);
        for (var time = 0; time < 60; time++)
        {
            journey.Swarm.Forced("db");
            journey.Pass(10);
        }

        Assert.InRange(Restarting.Restarts(journey, "app"), 2, 6);
    }
}
