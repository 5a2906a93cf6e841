using System.Text.Json.Nodes;
using Orcastra.Core.Planning;

namespace Orcastra.Tests.Cli;

public sealed class ReleaseTests
{
    [Fact]
    public async Task Everything_of_ours_goes_and_a_second_time_there_is_nothing()
    {
        using var shell = Used();
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        Assert.Contains("remove-node-label node-a: db", shell.Out);
        Assert.Contains("remove-node-label node-b: tier", shell.Out);
        Assert.Contains("remove-config orcastra-memory: done", shell.Out);
        Assert.Empty(shell.Swarm.Configs);
        Assert.Equal("{\"own\":\"1\"}", shell.Swarm.Nodes[1]["Spec"]!["Labels"]!.ToJsonString());
        Assert.Equal("{}", shell.Swarm.Nodes[0]["Spec"]!["Labels"]!.ToJsonString());
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        Assert.Contains("There is nothing of Orcastra", shell.Out);
    }

    [Fact]
    public async Task A_rehearsal_writes_nothing()
    {
        using var shell = Used();
        Assert.Equal(0, await shell.RunAsync("release", "--dry-run"));
        Assert.Contains("anchor label of node-a: db=true", shell.Out);
        Assert.Contains("config object orcastra-memory", shell.Out);
        Assert.Empty(shell.Swarm.Writes);
    }

    [Fact]
    public async Task A_label_that_a_task_needs_stays_and_is_named()
    {
        using var shell = Used();
        shell.Swarm.Services.Add(SwarmJson.Service("app_web", "app", ["node.labels.db == true"]));
        shell.Swarm.Tasks.Add(SwarmJson.Task("app_web", "node-a"));
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        Assert.Contains("label db stays on node-a: task task-app_web of app_web", shell.Out);
        Assert.Contains("docker node update --label-rm db node-a", shell.Out);
        Assert.Equal("{\"db\":\"true\"}", shell.Swarm.Nodes[0]["Spec"]!["Labels"]!.ToJsonString());
        Assert.Empty(shell.Swarm.Configs);
    }

    [Fact]
    public async Task A_gate_that_nobody_remembers_is_taken_away_too()
    {
        using var shell = Used();
        shell.Swarm.Services.Add(SwarmJson.Service("app_web", "app", [Trace.GateConstraint("x-1", 1)], labels: [(Trace.Mark, "x-1"), ("mine", "1")]));
        shell.Swarm.Tasks.Add(SwarmJson.Task("app_web", "node-b"));
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        var web = shell.Swarm.Services[^1].ToJsonString();
        Assert.DoesNotContain("orcastra", web);
        Assert.Contains("\"mine\":\"1\"", web);
    }

    [Fact]
    public async Task A_service_that_declares_itself_begins_nothing_on_the_way_out()
    {
        using var shell = Used();
        shell.Swarm.Services.Add(SwarmJson.Service("app_web", "app", labels: [("orcastra.anchor", "db")]));
        shell.Swarm.Tasks.Add(SwarmJson.Task("app_web", "node-b"));
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        Assert.DoesNotContain(shell.Swarm.Writes, write => write.Contains("/services/"));
        Assert.DoesNotContain("db", shell.Swarm.Nodes[0]["Spec"]!["Labels"]!.ToJsonString());
    }

    [Fact]
    public async Task While_another_instance_shows_life_nothing_is_removed()
    {
        using var shell = Used();
        var lease = Lease(shell, "id-node-b/elsewhere/7");
        using var beats = Beating(shell, lease);
        Assert.Equal(1, await shell.RunAsync("release"));
        Assert.Contains("the instance on node-b (process 7 of elsewhere) acts", shell.Error);
        Assert.Contains("--force", shell.Error);
        Assert.Equal(2, shell.Swarm.Configs.Count);
        Assert.Contains("db", shell.Swarm.Nodes[0].ToJsonString());
        Assert.DoesNotContain("standby", lease.ToJsonString());
    }

    [Fact]
    public async Task A_holder_without_a_sign_of_life_is_taken_for_dead()
    {
        using var shell = Used();
        Lease(shell, "id-node-b/elsewhere/7");
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        Assert.Contains("waits up to 15 s", shell.Error);
        Assert.Empty(shell.Swarm.Configs);
    }

    [Fact]
    public async Task Forced_it_does_not_ask_who_lives()
    {
        using var shell = Used();
        Lease(shell, "id-node-b/elsewhere/7");
        Assert.True(await shell.RunAsync("release", "--force") == 0, shell.Error);
        Assert.DoesNotContain("waits", shell.Error);
        Assert.Empty(shell.Swarm.Configs);
    }

    [Fact]
    public async Task Labels_stay_if_that_is_wished_and_are_not_ours_any_more()
    {
        using var shell = Used();
        Assert.Equal(0, await shell.RunAsync("release", "--dry-run", "--keep-labels"));
        Assert.Contains("would stay, and be yours (--keep-labels):\n  anchor label of node-a: db=true\n  static label of node-b: tier=gold", shell.Out);
        Assert.True(await shell.RunAsync("release", "--keep-labels") == 0, shell.Error);
        Assert.Contains("Labels that stay, and are yours now (--keep-labels):\n  db=true on node-a\n  tier=gold on node-b\n", shell.Out);
        Assert.DoesNotContain(shell.Swarm.Writes, write => write.Contains("/nodes/"));
        Assert.Empty(shell.Swarm.Configs);
        Assert.Equal(0, await shell.RunAsync("release"));
        Assert.Contains("There is nothing of Orcastra", shell.Out);
    }

    [Fact]
    public async Task Labels_that_go_may_have_been_there_before_so_it_says_how_to_have_them_back()
    {
        using var shell = Used();
        Assert.Equal(0, await shell.RunAsync("release", "--dry-run"));
        Assert.Contains("--keep-labels leaves them", shell.Out);
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        Assert.Contains("  docker node update --label-add 'db=true' node-a\n  docker node update --label-add 'tier=gold' node-b\n", shell.Out);
        Assert.DoesNotContain("own=1", shell.Out);
    }

    [Fact]
    public async Task What_services_could_be_rolled_back_to_goes_too_and_is_named_before()
    {
        using var shell = Used();
        shell.Swarm.AddConfig("orcastra-previous-sid-app_db", ("orcastra.service", "app_db"), ("orcastra.spec", "{\"TOKEN\":\"s3cret\"}"));
        shell.Swarm.AddConfig("theirs");
        Assert.Equal(0, await shell.RunAsync("release", "--dry-run"));
        Assert.Contains("config object orcastra-previous-sid-app_db: what rollback_service:app_db would bring back", shell.Out);
        Assert.Empty(shell.Swarm.Writes);
        Assert.True(await shell.RunAsync("release") == 0, shell.Error);
        Assert.Contains("remove-config orcastra-previous-sid-app_db: done", shell.Out);
        Assert.DoesNotContain("s3cret", shell.Out);
        Assert.Equal("theirs", Assert.Single(shell.Swarm.Configs)["Spec"]!["Name"]!.GetValue<string>());
    }

    private static Shell Used()
    {
        var shell = new Shell();
        shell.Swarm.Nodes.AddRange([SwarmJson.Node("node-a", ("db", "true")), SwarmJson.Node("node-b", ("own", "1"), ("tier", "gold"))]);
        shell.Swarm.Services.Add(SwarmJson.Service("app_db", "app"));
        shell.Swarm.Tasks.Add(SwarmJson.Task("app_db", "node-a"));
        shell.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("anchors", "db"), ("labels.id-node-b", "tier"));
        return shell;
    }

    private static JsonObject Lease(Shell shell, string holder) => shell.Swarm.AddConfig("orcastra-lease", ("holder", holder), ("beat", "3"));

    // The living holder renews itself once somebody stands by.
    private static ITimer Beating(Shell shell, JsonObject lease) => shell.Time.CreateTimer(
        _ =>
        {
            lock (shell.Swarm)
            {
                var labels = lease["Spec"]!["Labels"]!.AsObject();
                if (labels.Any(label => label.Key.StartsWith("standby.", StringComparison.Ordinal)))
                {
                    labels["beat"] = "4";
                    lease["Version"] = new JsonObject { ["Index"] = lease["Version"]!["Index"]!.GetValue<int>() + 1 };
                }
            }
        },
        null,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(5));
}
