using System.Text.Json.Nodes;

namespace Orcastra.Tests.Simulator;

public sealed class ManagersTests
{
    [Fact]
    public void A_worker_shows_nothing_until_it_is_promoted_and_nothing_again_once_it_is_demoted()
    {
        using var simulation = new Simulation(new() { Nodes = 4, Managers = 3 });
        Assert.Equal((503, true), Worker(simulation));

        simulation.Node(4, spec => spec["Role"] = "manager");
        Assert.InRange(simulation.Until(() => simulation.Send("GET", "/nodes", null, 4).Status == 200), 0.2, 2);
        Assert.Equal(4, simulation.Get("/nodes").AsArray().Count(node => node!["ManagerStatus"] is not null));

        simulation.Node(4, spec => spec["Role"] = "worker");
        simulation.Until(() => Worker(simulation) == (503, true));
        Assert.Equal("worker", simulation.Get("/nodes/node4")["Spec"]!["Role"]!.GetValue<string>());

        static (int, bool) Worker(Simulation simulation) => simulation.Send("GET", "/services", null, 4) is var (status, body)
            ? (status, body.Contains("Worker nodes can't be used", StringComparison.Ordinal)) : default;
    }

    [Fact]
    public void Two_managers_survive_no_loss_of_one_and_the_last_is_never_demoted()
    {
        using var simulation = new Simulation(new() { Nodes = 2, Managers = 2 });
        var (status, body) = Demote(simulation, 2);
        Assert.Equal(200, status);
        simulation.Pass(5);
        (status, body) = Demote(simulation, 1);
        Assert.Equal((400, true), (status, body.Contains("attempting to demote the last manager of the swarm", StringComparison.Ordinal)));

        simulation.Node(2, spec => spec["Role"] = "manager");
        simulation.Until(() => simulation.Get("/nodes/node2")["ManagerStatus"] is not null);
        simulation.Swarm.Faults.PowerCut(simulation[2]);
        Assert.Equal(500, simulation.Send("GET", "/nodes").Status);
        Assert.Equal("active", simulation.Get("/info")["Swarm"]!["LocalNodeState"]!.GetValue<string>());

        simulation.Swarm.Faults.Start(simulation[2]);
        Assert.InRange(simulation.Until(() => simulation.Send("GET", "/nodes").Status == 200), 10, 20);
    }

    [Fact]
    public void A_demotion_that_costs_the_quorum_is_refused()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Faults.PowerCut(simulation[3]);
        simulation.Pass(20);

        var (status, body) = Demote(simulation, 2);

        Assert.Equal((400, true), (status, body.Contains("this would result in a loss of quorum", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_node_that_leaves_and_joins_again_is_another_one_under_the_same_name()
    {
        using var simulation = new Simulation(new() { Nodes = 4, Managers = 3 });
        simulation.Label(4, "ssd", "1");
        var before = simulation[4].NodeId;
        Assert.Equal(200, simulation.Send("POST", "/swarm/leave", null, 4).Status);
        Assert.Equal("inactive", simulation.Get("/info", 4)["Swarm"]!["LocalNodeState"]!.GetValue<string>());
        Assert.Equal((400, true), simulation.Send("DELETE", "/nodes/node4") is var (status, body) ? (status, body.Contains("is not down and can't be removed", StringComparison.Ordinal)) : default);

        var token = simulation.Get("/swarm")["JoinTokens"]!["Worker"]!.GetValue<string>();
        var join = new JsonObject { ["JoinToken"] = token, ["RemoteAddrs"] = new JsonArray($"{simulation[1].Address}:2377"), ["ListenAddr"] = "0.0.0.0:2377" };
        Assert.Equal(200, simulation.Send("POST", "/swarm/join", join.ToJsonString(), 4).Status);

        Assert.NotEqual(before, simulation[4].NodeId);
        Assert.InRange(simulation.Until(() => simulation.Get($"/nodes/{before}")["Status"]!["State"]!.GetValue<string>() == "down"), 8, 16);
        Assert.Equal(2, simulation.Get("/nodes").AsArray().Count(node => node!["Description"]!["Hostname"]!.GetValue<string>() == "node4"));
        Assert.Empty(simulation.Get($"/nodes/{simulation[4].NodeId}")["Spec"]!["Labels"]!.AsObject());
        Assert.Equal(200, simulation.Send("DELETE", $"/nodes/{before}").Status);
    }

    [Fact]
    public void A_manager_must_be_demoted_before_its_entry_can_go()
    {
        using var simulation = new Simulation();
        Assert.Equal(503, simulation.Send("POST", "/swarm/leave", null, 3).Status);
        Assert.Equal(200, simulation.Send("POST", "/swarm/leave?force=1", null, 3).Status);
        simulation.Pass(20);

        Assert.Contains("must be demoted", simulation.Send("DELETE", "/nodes/node3?force=1").Body, StringComparison.Ordinal);
        Assert.Equal("unreachable", simulation.Get("/nodes/node3")["ManagerStatus"]!["Reachability"]!.GetValue<string>());
        Assert.Equal(200, Demote(simulation, 3).Status);
        simulation.Pass(6);
        Assert.Equal(200, simulation.Send("DELETE", "/nodes/node3").Status);
    }

    [Fact]
    public void The_next_leader_doubts_everybody_for_a_moment_and_restarts_nothing()
    {
        using var simulation = new Simulation();
        simulation.Create("web", replicas: 3);
        simulation.Until(() => simulation.Swarm.Containers.Count == 3);
        var before = simulation.Swarm.Leader;

        simulation.Swarm.Faults.NextLeader();
        simulation.Until(() => simulation.Swarm.Leader is not null);

        Assert.NotEqual(before, simulation.Swarm.Leader);
        Assert.Contains(simulation.Get("/nodes").AsArray(), node => node!["Status"]!["State"]!.GetValue<string>() == "unknown");
        simulation.Pass(40);
        Assert.All(simulation.Get("/nodes").AsArray(), node => Assert.Equal("ready", node!["Status"]!["State"]!.GetValue<string>()));
        Assert.Equal(3, simulation.Changes.Count);
    }

    [Fact]
    public void A_swarm_begins_with_init_and_ends_when_all_have_left()
    {
        using var simulation = new Simulation(new() { FormSwarm = false });
        Assert.Equal(503, simulation.Send("GET", "/nodes").Status);

        Assert.Equal(200, simulation.Send("POST", "/swarm/init", """{"ListenAddr":"0.0.0.0:2377"}""").Status);
        Assert.Equal(503, simulation.Send("POST", "/swarm/init", """{"ListenAddr":"0.0.0.0:2377"}""").Status);

        Assert.Single(simulation.Get("/nodes").AsArray());
        simulation.Create("web");
        simulation.Until(() => simulation.Up("web") == "node1");
        Assert.Equal(200, simulation.Send("POST", "/swarm/leave?force=true").Status);
        Assert.Empty(simulation.Swarm.Containers);
    }

    [Fact]
    public void Locked_managers_answer_once_they_are_unlocked()
    {
        using var simulation = new Simulation();
        var swarm = simulation.Get("/swarm");
        var spec = swarm["Spec"]!;
        spec["EncryptionConfig"]!["AutoLockManagers"] = true;
        Assert.Equal(200, simulation.Send("POST", $"/swarm/update?version={swarm["Version"]!["Index"]}", spec.ToJsonString()).Status);
        var key = simulation.Get("/swarm/unlockkey")["UnlockKey"]!.GetValue<string>();

        simulation.Swarm.Faults.RestartEngine(simulation[2]);
        simulation.Pass(5);
        Assert.Equal("locked", simulation.Get("/info", 2)["Swarm"]!["LocalNodeState"]!.GetValue<string>());
        Assert.Contains("needs to be unlocked", simulation.Send("GET", "/nodes", null, 2).Body, StringComparison.Ordinal);

        Assert.Equal(200, simulation.Send("POST", "/swarm/unlock", new JsonObject { ["UnlockKey"] = key }.ToJsonString(), 2).Status);
        simulation.Until(() => simulation.Send("GET", "/nodes", null, 2).Status == 200);
    }

    private static (int Status, string Body) Demote(Simulation simulation, int number)
    {
        var node = simulation.Get($"/nodes/node{number}");
        node["Spec"]!["Role"] = "worker";
        return simulation.Send("POST", $"/nodes/node{number}/update?version={node["Version"]!["Index"]}", node["Spec"]!.ToJsonString());
    }
}
