using System.Text.Json.Nodes;
using Orcastra.Cli.Snapshots;

namespace Orcastra.Tests.Cli;

public sealed class SnapshotTests
{
    [Fact]
    public async Task A_snapshot_has_the_parts_that_were_promised()
    {
        using var shell = PlanTests.Misplaced();
        Assert.Equal(0, await shell.RunAsync("snapshot"));
        var json = JsonNode.Parse(shell.Out)!.AsObject();
        Assert.Equal(["takenAt", "nodes", "services", "tasks", "memory", "remembered"], json.Select(field => field.Key));
        Assert.Equal(1000, json["memory"]!["nodes"]!["node-a"]!["totalBytes"]!.GetValue<long>());
        Assert.NotNull(json["memory"]!["services"]);
        Assert.Equal("app_web", json["services"]![1]!["Spec"]!["Name"]!.GetValue<string>());
        Assert.Empty(shell.Swarm.Writes);
    }

    [Fact]
    public async Task No_secret_is_in_it_wherever_it_stood()
    {
        using var shell = PlanTests.Misplaced();
        var web = shell.Swarm.Services[1];
        web["PreviousSpec"] = web["Spec"]!.DeepClone();
        await shell.RunAsync("snapshot");
        Assert.DoesNotContain("s3cret", shell.Out);
        Assert.DoesNotContain("in-a-task", shell.Out);
        Assert.Equal(2, shell.Out.Split("\"TOKEN=***\"").Length - 1);
        Assert.Contains("\"TZ=UTC\"", shell.Out);
    }

    [Fact]
    public async Task What_is_kept_for_a_rollback_is_not_in_it_and_no_hash_of_it_either()
    {
        using var shell = PlanTests.Misplaced();
        var hash = UserHashOfWeb(shell.Swarm);
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("kept.sid-app_web", $$"""{"UserHash":"0123456789abcdef","Precedes":"{{hash}}","KeptAt":"{{SwarmJson.Then}}"}"""));
        shell.Swarm.AddConfig("orcastra-previous-sid-app_web", ("orcastra.spec", """{"Env":["HOME=kept-content"]}"""));
        Assert.Equal(0, await shell.RunAsync("snapshot"));
        Assert.Contains("kept.sid-app_web", shell.Out);
        Assert.All(["kept-content", "0123456789abcdef", hash], text => Assert.DoesNotContain(text, shell.Out));
    }

    [Fact]
    public async Task A_snapshot_leads_to_the_same_plan_as_the_Swarm_also_in_the_middle_of_a_hand_off()
    {
        using var shell = PlanTests.Misplaced();
        shell.File("nodes.yml", "nodes: {node-a: {labels: {tier: gold}, swarm: false}}\n"); // a snapshot knows no engines
        await shell.RunAsync("snapshot");
        var hash = UserHashOfWeb(shell.Swarm);
        var handOff = $$"""{"Id":"x-1","ServiceId":"sid-app_web","Anchor":"db","Purpose":"Move","Epoch":1,"From":["id-node-b"],"Targets":["id-node-a"],"UserHash":"{{hash}}","ForceUpdate":0,"BegunAt":"{{SwarmJson.Then}}"}""";
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("handoff.sid-app_web", handOff), ("anchors", "db"));

        await shell.RunAsync("plan", "--json");
        var live = WithoutTime(shell.Out);
        await shell.RunAsync("snapshot");
        Assert.DoesNotContain(hash, shell.Out);
        await shell.RunAsync("plan", "--json", "--from", shell.File("s.json", shell.Out));
        Assert.Contains("\"hand-off\"", live);
        Assert.Equal(live, WithoutTime(shell.Out));
    }

    [Fact]
    public async Task Attempts_at_a_masked_spec_are_still_attempts_at_that_spec()
    {
        using var shell = PlanTests.Misplaced();
        var attempts = $$"""{"Count":1,"LastAt":"{{SwarmJson.Then}}","Since":"{{SwarmJson.Then}}","Circumstances":"{{UserHashOfWeb(shell.Swarm)}}/id-node-a","LastOutcome":"it failed"}""";
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("attempts.sid-app_web", attempts));
        await shell.RunAsync("snapshot");
        await shell.RunAsync("plan", "--from", shell.File("s.json", shell.Out));
        Assert.Contains("attempt 1 failed (it failed)", shell.Out);
        Assert.DoesNotContain("hand-off", shell.Out);
    }

    [Theory]
    [InlineData("redis://user:pa55@host/0", "redis://***@host/0")]
    [InlineData("addr=192.0.2.1,username=me,password=pa55,vers=3", "addr=192.0.2.1,username=***,password=***,vers=3")]
    [InlineData("curl -H 'Authorization: Bearer abc.def'", "curl -H 'Authorization: Bearer ***")]
    [InlineData("admin:$apr1$abc$def", "admin:***")]
    [InlineData("no suitable node (2 nodes not available)", "no suitable node (2 nodes not available)")]
    [InlineData("http://host:8080/path?x=1", "http://host:8080/path?x=1")]
    public void What_looks_like_a_secret_in_a_text_is_masked(string text, string masked) => Assert.Equal(masked, SecretPatterns.MaskIn(text));

    [Fact]
    public void Arguments_labels_and_options_are_masked_and_what_is_planned_with_is_not()
    {
        var service = SwarmJson.Service(
            "app_token", "app", constraints: ["node.labels.token == true", "node.labels.password == x"],
            args: ["--password=a1", "--token", "a2", "--verbose", "plain", "-e", "SECRET=a3"],
            labels: [("traefik.http.basicauth", "a4"), ("orcastra.anchor", "token"), ("note", "password: a5")]);
        service["Spec"]!["TaskTemplate"]!["LogDriver"] = new JsonObject { ["Name"] = "splunk", ["Options"] = new JsonObject { ["splunk-token"] = "a6", ["tag"] = "x" } };
        var list = new JsonArray(service);
        Masking.Apply(list);
        var text = list.ToJsonString();
        Assert.All(["a1", "a2", "a3", "a4", "a5", "a6"], secret => Assert.DoesNotContain($"{secret}\"", text));
        Assert.All(["app_token", "node.labels.token == true", "node.labels.password == x", "--verbose", "plain", "\"orcastra.anchor\":\"token\"", "\"tag\":\"x\""], kept => Assert.Contains(kept, text));
    }

    private static string UserHashOfWeb(FakeSwarm swarm) => SpecHashes.Of(JsonNode.Parse(SwarmJson.List(swarm.Services))!.AsArray())["sid-app_web"];

    private static string WithoutTime(string plan) => string.Join('\n', plan.Split('\n').Where(line => !line.Contains("takenAt")));
}
