using System.Text.Json.Nodes;

namespace Orcastra.Tests.Simulator;

/// <summary>What engines were seen to answer.</summary>
public sealed class ApiTests
{
    [Theory]
    [InlineData("node.labels.a/b == 1", "key 'node.labels.a/b' is invalid")]
    [InlineData("node.labels.a > 1", "constraint expected one operator from ==, !=")]
    [InlineData("node.labels.a ==", "value '' is invalid")]
    public void A_constraint_that_cannot_be_read_is_an_error_of_the_server(string constraint, string why)
    {
        using var simulation = new Simulation();
        var spec = new JsonObject
        {
            ["Name"] = "web",
            ["TaskTemplate"] = new JsonObject
            {
                ["ContainerSpec"] = new JsonObject { ["Image"] = "lab:1" },
                ["Placement"] = new JsonObject { ["Constraints"] = new JsonArray(constraint) },
            },
        };

        var (status, body) = simulation.Send("POST", "/services/create", spec.ToJsonString());

        Assert.Equal(500, status);
        Assert.Equal($"rpc error: code = Unknown desc = {why}", JsonNode.Parse(body)!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("configs", 0, 1_024_000)]
    [InlineData("configs", 1_024_000, 1_024_000)]
    [InlineData("secrets", 0, 512_000)]
    public void Content_has_a_byte_at_least_and_not_too_many(string kind, int size, int most)
    {
        using var simulation = new Simulation();
        var spec = new JsonObject { ["Name"] = "new", ["Data"] = Convert.ToBase64String(new byte[size]) };

        var (status, body) = simulation.Send("POST", $"/{kind}/create", spec.ToJsonString());

        Assert.Equal(400, status);
        Assert.Contains($"{kind[..^1]} data must be larger than 0 and less than {most} bytes", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20.10", "/images/json", true)]
    [InlineData("26.1", "/v1.43/images/json", true)]
    [InlineData("26.1", "/images/json", false)]
    public void Images_had_a_virtual_size_up_to_api_1_43(string engine, string path, bool has)
    {
        using var simulation = new Simulation(new() { Engine = engine });

        Assert.Equal(has, simulation.Get(path)[0]!.AsObject().ContainsKey("VirtualSize"));
    }

    [Fact]
    public void Another_registry_login_restarts_nothing_but_together_with_a_change_of_placement_it_does()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname == node2"]);
        simulation.Until(() => simulation.Up("web") == "node2");
        var first = simulation.Swarm.Containers[0].TaskId;

        simulation.Update("web", _ => { }, login: "first");
        simulation.Pass(10);
        simulation.Update("web", spec => spec["Labels"]!["a"] = "b");
        simulation.Pass(10);
        Assert.Equal(first, simulation.Swarm.Containers[0].TaskId);

        // The task still has the login it was made with.
        simulation.Constrain("web", "node.hostname != node1", "node.hostname == node2");
        simulation.Pass(10);
        var second = simulation.Swarm.Containers[0].TaskId;
        Assert.NotEqual(first, second);

        simulation.Constrain("web", "node.hostname == node2");
        simulation.Pass(10);
        Assert.Equal(second, simulation.Swarm.Containers[0].TaskId);
    }
}
