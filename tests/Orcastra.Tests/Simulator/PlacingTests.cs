using System.Text.Json.Nodes;

namespace Orcastra.Tests.Simulator;

public sealed class PlacingTests
{
    [Fact]
    public void Tasks_go_where_fewest_of_their_service_are()
    {
        using var simulation = new Simulation();
        simulation.Create("web", replicas: 7);
        simulation.Until(() => simulation.Swarm.Containers.Count == 7);

        Assert.Equal([2, 2, 3], simulation.Swarm.Containers.GroupBy(container => container.Node).Select(node => node.Count()).Order());
    }

    [Fact]
    public void Scaling_down_takes_from_the_fuller_node_first()
    {
        using var simulation = new Simulation();
        simulation.Create("web", replicas: 4);
        simulation.Until(() => simulation.Swarm.Containers.Count == 4);
        var fuller = simulation.Swarm.Containers.GroupBy(container => container.Node).Single(node => node.Count() == 2).Key;

        simulation.Update("web", spec => spec["Mode"] = new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = 3 } });
        simulation.Until(() => simulation.Swarm.Containers.Count == 3);

        Assert.Single(simulation.Swarm.Containers, container => container.Node == fuller);
        simulation.Pass(2);
        Assert.Equal(3, simulation.Tasks("web").Count);
    }

    [Theory]
    [InlineData(",\"Resources\":{\"Reservations\":{\"MemoryBytes\":99000000000}}", "insufficient resources on 3 nodes")]
    [InlineData(",\"Resources\":{\"Reservations\":{\"GenericResources\":[{\"DiscreteResourceSpec\":{\"Kind\":\"gpu\",\"Value\":1}}]}}", "insufficient resources on 3 nodes")]
    public void What_fits_nowhere_says_why(string template, string why)
    {
        using var simulation = new Simulation();
        simulation.Create("web", template: template);
        simulation.Pass(2);

        Assert.Equal($"no suitable node ({why})", simulation.Tasks("web")[0]["Status"]!["Err"]!.GetValue<string>());
    }

    [Fact]
    public void A_host_port_is_given_once_a_node()
    {
        using var simulation = new Simulation();
        simulation.Create("web", replicas: 4, more: ",\"EndpointSpec\":{\"Ports\":[{\"TargetPort\":80,\"PublishedPort\":8080,\"PublishMode\":\"host\"}]}");
        simulation.Pass(5);

        Assert.Equal("node1 node2 node3", simulation.Up("web"));
        Assert.Contains(simulation.Tasks("web"), task => task["Status"]!["Err"]?.GetValue<string>() == "no suitable node (host-mode port already in use on 3 nodes)");
    }

    [Fact]
    public void Spread_preferences_share_out_by_label_and_not_by_node()
    {
        using var simulation = new Simulation();
        simulation.Label(1, "zone", "a");
        simulation.Label(2, "zone", "b");
        simulation.Label(3, "zone", "b");
        var id = simulation.Create("web", replicas: 0);
        simulation.Update("web", spec =>
        {
            spec["TaskTemplate"]!["Placement"] = new JsonObject { ["Preferences"] = new JsonArray(new JsonObject { ["Spread"] = new JsonObject { ["SpreadDescriptor"] = "node.labels.zone" } }) };
            spec["Mode"] = new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = 4 } };
        });
        simulation.Until(() => simulation.Swarm.Containers.Count == 4);

        Assert.Equal("node1 node1 node2 node3", simulation.Up("web"));
        Assert.All(simulation.Swarm.Containers, container => Assert.Equal(id, container.ServiceId));
    }

    [Fact]
    public void Jobs_run_to_their_end_and_once_more_when_forced()
    {
        using var simulation = new Simulation();
        var (status, _) = simulation.Send("POST", "/services/create", """
            {"Name":"job","TaskTemplate":{"ContainerSpec":{"Image":"lab:1","Args":["oneshot"]},"Placement":{}},"Mode":{"ReplicatedJob":{"MaxConcurrent":2,"TotalCompletions":5}}}
            """);
        Assert.Equal(201, status);
        simulation.Pass(15);

        Assert.Equal(5, simulation.Changes.Count(change => change.IsStart));
        Assert.Equal(5, simulation.Tasks("job").Count(task => task["Status"]!["State"]!.GetValue<string>() == "complete"));
        Assert.Equal(5, simulation.Get("/services?status=true")[0]!["ServiceStatus"]!["CompletedTasks"]!.GetValue<int>());

        simulation.Update("job", spec => spec["TaskTemplate"]!["ForceUpdate"] = 1);
        simulation.Pass(15);
        Assert.Equal(10, simulation.Changes.Count(change => change.IsStart));
    }

    [Fact]
    public void A_paused_node_keeps_what_it_has_and_gets_nothing_new()
    {
        using var simulation = new Simulation();
        simulation.Create("all", replicas: -1);
        simulation.Until(() => simulation.Swarm.Containers.Count == 3);
        simulation.Node(2, spec => spec["Availability"] = "pause");
        simulation.Create("web", replicas: 4);
        simulation.Pass(10);

        Assert.Equal("node1 node2 node3", simulation.Up("all"));
        Assert.Equal("node1 node1 node3 node3", simulation.Up("web"));
    }

    [Theory]
    [InlineData("20.10", null, "1.41", "1.12")]
    [InlineData("26.1", "1.44", "1.45", "1.44")]
    [InlineData("28.5", null, "1.51", "1.24")]
    public void An_engine_refuses_versions_that_its_release_does_not_speak(string engine, string? oldest, string newest, string floor)
    {
        using var simulation = new Simulation(new() { Engine = engine, OldestApi = oldest });
        Assert.Equal(200, simulation.Send("GET", $"/v{newest}/nodes").Status);
        Assert.Equal(200, simulation.Send("GET", $"/v{floor}/nodes").Status);
        Assert.Equal((400, true), simulation.Send("GET", "/v1.99/nodes") is var (status, body) ? (status, body.Contains($"Maximum supported API version is {newest}", StringComparison.Ordinal)) : default);
        Assert.Contains($"client version 1.11 is too old. Minimum supported API version is {floor}", simulation.Send("GET", "/v1.11/nodes").Body, StringComparison.Ordinal);
    }
}
