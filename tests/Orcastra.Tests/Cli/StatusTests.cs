using System.Text.Json.Nodes;

namespace Orcastra.Tests.Cli;

public sealed class StatusTests
{
    [Fact]
    public async Task Every_dependent_is_told_with_its_standing_and_why()
    {
        using var shell = PlanTests.Misplaced();
        shell.File("dependencies.yml", "db: [web, near, fixed, off]\n");
        shell.Swarm.Services.AddRange([SwarmJson.Service("app_near", "app"), SwarmJson.Service("app_fixed", "app", volume: "data"), SwarmJson.Service("app_off", "app")]);
        shell.Swarm.Services[^1]["Spec"]!["Mode"]!["Replicated"]!["Replicas"] = 0;
        shell.Swarm.Tasks.AddRange([SwarmJson.Task("app_near", "node-a"), SwarmJson.Task("app_fixed", "node-b")]);
        Assert.Equal(0, await shell.RunAsync("status", "--json"));
        var dependents = JsonNode.Parse(shell.Out)!["anchors"]![0]!["dependents"]!.AsArray().ToDictionary(one => one!["service"]!.GetValue<string>(), one => one!);
        Assert.Equal("out-of-place", dependents["app_web"]["state"]!.GetValue<string>());
        Assert.Equal("in-place", dependents["app_near"]["state"]!.GetValue<string>());
        Assert.Equal("waiting", dependents["app_fixed"]["state"]!.GetValue<string>());
        Assert.Contains("the volume data", dependents["app_fixed"]["reason"]!.GetValue<string>());
        Assert.Equal("scaled to 0", dependents["app_off"]["reason"]!.GetValue<string>());
        Assert.Empty(shell.Swarm.Writes);
    }

    [Fact]
    public async Task What_was_tried_for_too_long_is_given_up()
    {
        using var shell = PlanTests.Misplaced();
        await shell.RunAsync("snapshot");
        var hash = Orcastra.Cli.Snapshots.SpecHashes.Of(JsonNode.Parse(SwarmJson.List(shell.Swarm.Services))!.AsArray())["sid-app_web"];
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("attempts.sid-app_web", $$"""{"Count":3,"LastAt":"2025-03-01T11:00:00Z","Since":"2025-03-01T10:00:00Z","Circumstances":"{{hash}}/id-node-a","LastOutcome":"it failed"}"""));
        Assert.Equal(0, await shell.RunAsync("status"));
        Assert.Matches(@"app_web +node-b +given up +given up after 3 attempts", shell.Out);
    }

    [Fact]
    public async Task Commands_are_told_until_they_end()
    {
        using var shell = PlanTests.Misplaced();
        shell.Swarm.AddConfig(
            "orcastra-memory",
            ("orcastra.format", "1"),
            ("command.1", """{"Text":"drain_node:node-a","Origin":"a@b","GivenAt":"2025-03-01T11:58:00Z","BegunAt":"2025-03-01T11:59:00Z","Prior":"","Outcome":"","Says":"0 of 2 services moved"}"""),
            ("command.2", """{"Text":"sync","Origin":"a@b","GivenAt":"2025-03-01T11:59:30Z","Prior":"","Outcome":"","Says":""}"""),
            ("command.3", """{"Text":"noop","Origin":"c","GivenAt":"2025-03-01T11:59:30Z","BegunAt":"2025-03-01T11:59:30Z","EndedAt":"2025-03-01T11:59:31Z","Prior":"","Outcome":"done","Says":""}"""));
        Assert.True(await shell.RunAsync("status") == 0, shell.Out + shell.Error);
        Assert.Matches(@"drain_node:node-a +a@b +11:58:00 UTC +0 of 2 services moved", shell.Out);
        Assert.Matches(@"sync +a@b +11:59:30 UTC +waits until an instance acts", shell.Out);
        Assert.DoesNotContain("noop", shell.Out);
        Assert.Equal(0, await shell.RunAsync("status", "--json"));
        Assert.Equal([true, false], JsonNode.Parse(shell.Out)!["commands"]!.AsArray().Select(one => one!["isBegun"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Nodes_that_are_taken_out_are_told_and_those_for_which_it_failed()
    {
        using var shell = PlanTests.Misplaced();
        shell.Swarm.AddConfig(
            "orcastra-memory",
            ("orcastra.format", "1"),
            ("reboot.id-node-a", """{"NodeId":"id-node-a","BegunAt":"2025-03-01T02:00:00Z","IsForced":false,"Prior":"Active","Origin":"the maintenance window","Stage":"Failed","StageAt":"2025-03-01T02:20:00Z","PriorBootId":"","Reason":"it was not back within 15 min","IsOver":true}"""),
            ("drain.id-node-b", """{"NodeId":"id-node-b","BegunAt":"2025-03-01T11:58:00Z","IsForced":false,"Prior":"Active","Total":3,"Left":1,"ProgressAt":"2025-03-01T11:59:00Z","State":"UnderWay","Reason":"","IsOver":false}"""));
        Assert.True(await shell.RunAsync("status") == 0, shell.Out + shell.Error);
        Assert.Matches(@"node-a +reboot +2025-03-01 02:00:00 UTC +given up: it was not back within 15 min", shell.Out);
        Assert.Matches(@"node-b +drain +2025-03-01 11:58:00 UTC +2 of 3 services moved", shell.Out);
        Assert.Equal(0, await shell.RunAsync("status", "--json"));
        Assert.Equal([true, false], JsonNode.Parse(shell.Out)!["takenOut"]!.AsArray().Select(one => one!["isFailed"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Who_acts_is_told_and_whether_its_node_is_gone()
    {
        using var shell = PlanTests.Misplaced();
        await shell.RunAsync("status");
        Assert.Contains("nobody", shell.Out);
        shell.Swarm.AddConfig("orcastra-lease", ("holder", "id-node-b/elsewhere/7"), ("beat", "3"), ("standby.id-node-a/here/8", "1"));
        await shell.RunAsync("status");
        Assert.Contains("the instance on node-b (process 7 of elsewhere)", shell.Out);
        Assert.Contains("Stands by:    the instance on node-a (process 8 of here)", shell.Out);
        shell.Swarm.Nodes[1]["Status"]!["State"] = "down";
        await shell.RunAsync("status");
        Assert.Contains("its node is gone", shell.Out);
    }

    [Fact]
    public async Task That_the_acting_instance_holds_newer_files_back_is_told_by_status_and_plan()
    {
        using var shell = PlanTests.Misplaced();
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("held", "the new files would remove 3 of 4 anchors"));
        foreach (var verb in new[] { "status", "plan" })
        {
            Assert.Equal(0, await shell.RunAsync(verb));
            Assert.Contains("the instance that acts holds newer files back: the new files would remove 3 of 4 anchors", shell.Out);
        }
    }

    [Fact]
    public async Task What_the_engine_rejects_is_told_from_memory()
    {
        using var shell = PlanTests.Misplaced();
        shell.File("nodes.yml", "nodes: {node-a: {labels: {zone: a}}}\n");
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("rejected.id-node-a/zone", """{"Count":3,"LastAt":"2025-03-01T12:00:00Z","Since":"2025-03-01T11:00:00Z","Circumstances":"a","LastOutcome":"HTTP 400: no"}"""));

        Assert.Equal(0, await shell.RunAsync("status"));

        Assert.Contains("the engine rejects label zone=a (HTTP 400: no)", shell.Out);
    }

    [Fact]
    public async Task Without_quorum_it_says_so_and_still_shows_the_configuration()
    {
        using var shell = PlanTests.Misplaced();
        shell.File("nodes.yml", "nodes: 5\n");
        shell.Swarm.Trouble = "rpc error: code = Unknown desc = The swarm does not have a leader.";
        Assert.Equal(1, await shell.RunAsync("status", "--json"));
        var json = JsonNode.Parse(shell.Out)!;
        Assert.False(json["engine"]!["isReachable"]!.GetValue<bool>());
        Assert.Contains("does not have a leader", json["engine"]!["trouble"]!.GetValue<string>());
        Assert.Contains("nodes.yml:1:8", json["configuration"]!["errors"]![0]!.GetValue<string>());
        Assert.Contains("does not have a leader", shell.Error);
    }
}
