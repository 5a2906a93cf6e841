using System.Text.Json.Nodes;

namespace Orcastra.LabTests.Traps;

/// <summary>Services that are not like the others.</summary>
[Collection(ThirdLabTests.Name)]
public sealed class KindTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task A_stop_of_seventy_seconds_is_waited_for()
    {
        await FollowsAsync(Draft.Of("app", "slowstop", "70").Grace(90).BoundTo("db"), seconds: 110);

        Watcher.AssertNeverTwice("app");
        Say(FormattableString.Invariant($"down for {Watcher.LongestGap("app"):0.00} s"));
    }

    [Fact]
    public async Task A_start_first_service_is_up_all_the_time()
    {
        await FollowsAsync(Draft.Of("app", "slowstop", "1").Update("Order", "start-first"), seconds: 40);

        Assert.True(Watcher.LongestGap("app") <= 0, $"it was down for {Watcher.LongestGap("app")} s");
    }

    [Fact]
    public async Task Two_replicas_follow_and_neither_is_ever_up_twice()
    {
        await FollowsAsync(Draft.Of("app", "slowstop", "2").Replicas(2), seconds: 40);

        Watcher.AssertNeverTwice("app");
        Assert.Equal(4, Watcher.StaysOf("app").Count);
    }

    [Fact]
    public async Task Of_two_replicas_beside_two_anchors_only_the_one_that_must_moves()
    {
        await CreateAsync(Draft.Of("db").Replicas(2).Constrained($"node.hostname != {C}").Edit(spec => spec["TaskTemplate"]!["Placement"]!["MaxReplicas"] = 1));
        await Swarm.SetLabelAsync(A, "db");
        await Swarm.SetLabelAsync(B, "db");
        await CreateAsync(Draft.Of("app", "slowstop", "2").Replicas(2).BoundTo("db").Edit(spec => spec["TaskTemplate"]!["Placement"]!["MaxReplicas"] = 1));
        await StartOrcastraAsync("db: {services: [app], restart_dependents: false}");
        var stays = (await Swarm.TasksAsync("app")).Single(task => task.IsUp && task.NodeId == B.Id).Id;

        await Swarm.EditAsync("db", spec => spec["TaskTemplate"]!["Placement"]!["Constraints"] = new JsonArray($"node.hostname != {A}"));

        await Eventually.BecomesAsync("a replica on each of the anchors' nodes", 40, async () =>
        {
            var up = (await Swarm.TasksAsync("app")).Where(task => task.IsUp).ToList();
            return up.Select(task => task.NodeId).Order().SequenceEqual(new[] { B.Id, C.Id }.Order()) ? null : string.Join("; ", up);
        });
        await PeaceAsync();
        Assert.Contains(stays, await Swarm.UpAsync("app"), StringComparison.Ordinal);
        Watcher.AssertNeverTwice("app");
    }

    [Fact]
    public async Task A_global_service_that_is_bound_follows_and_is_never_up_twice()
    {
        await FollowsAsync(Draft.Of("app", "slowstop", "2").Global().BoundTo("db"), seconds: 40);

        Watcher.AssertNeverTwice("app");
    }

    [Fact]
    public async Task A_service_on_an_overlay_network_follows_and_is_never_up_twice()
    {
        await A.Api.PostAsync("/networks/create", new JsonObject { ["Name"] = "test-overlay", ["Driver"] = "overlay" });
        await FollowsAsync(Draft.Of("app", "slowstop", "1").Network("test-overlay"), seconds: 40);

        Watcher.AssertNeverTwice("app");
    }

    [Fact]
    public async Task What_has_ended_by_its_own_policy_is_not_run_again()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.CreateAsync(Draft.Of("once", "oneshot").Restart("none"));
        await Swarm.CreateAsync(Draft.Of("done", "oneshot").Restart("on-failure"));
        await Eventually.TrueAsync("both to end", 20, async () => (await Swarm.TasksAsync("once")).Any(task => task.State == "complete") && (await Swarm.TasksAsync("done")).Any(task => task.State == "complete"));
        await StartOrcastraAsync("db: [once, done]");
        var before = (await Swarm.ServiceAsync("once")).ToJsonString() + await Swarm.ServiceAsync("done");

        await Swarm.MoveAsync("db", B);

        await Eventually.TrueAsync("the label to move", 20, async () => (await Swarm.LabelsOfAsync(B)).Contains("db=true"));
        await Eventually.StaysAsync("both", 3, async () => (await Swarm.TasksAsync("once")).Count + (await Swarm.TasksAsync("done")).Count == 2 ? null : "run again");
        Assert.Equal(before, (await Swarm.ServiceAsync("once")).ToJsonString() + await Swarm.ServiceAsync("done"));
    }

    [Fact]
    public async Task A_node_local_volume_holds_a_service_where_it_is_unless_its_own_constraint_names_the_label()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAtAsync(A, Draft.Of("keeper").Volume("test-keeper"));
        await CreateAsync(Draft.Of("mover").Volume("test-mover").BoundTo("db"));
        var process = await StartOrcastraAsync("db: {services: [keeper, mover], restart_dependents: false}");
        var before = (await Swarm.ServiceAsync("keeper")).ToJsonString();

        await Swarm.MoveAsync("db", B);

        await RunsOnAsync(B, 40, "mover");
        await PeaceAsync();
        await process.SaysAsync("its data in the volume test-keeper");
        await RunsOnAsync(A, 1, "keeper");
        Assert.Equal(before, (await Swarm.ServiceAsync("keeper")).ToJsonString());
        Watcher.AssertNeverTwice("mover");
    }

    private async Task FollowsAsync(Draft app, double seconds)
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAtAsync(A, app);
        await StartOrcastraAsync("db: [app]");
        var spec = await Swarm.SpecAsync("app");

        Watcher.Note($"its owner moves the anchor to {B}");
        await Swarm.MoveAsync("db", B);

        await RunsOnAsync(B, seconds, "db", "app");
        await PeaceAsync();
        Assert.Equal(spec, await Swarm.SpecAsync("app"));
    }
}
