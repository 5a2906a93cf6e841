namespace Orcastra.Tests.Simulator;

public sealed class FirstSteps
{
    [Fact]
    public void A_service_runs_within_two_seconds()
    {
        using var simulation = new Simulation();

        simulation.Create("web");

        Assert.InRange(simulation.Until(() => simulation.Up("web").Length > 0), 0.3, 2);
        Assert.Equal("running", simulation.Until(() => Text(simulation, "web") == "running") < 1 ? Text(simulation, "web") : "late");
    }

    [Fact]
    public void A_constraint_that_its_node_satisfies_restarts_nothing()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname == node2"]);
        simulation.Until(() => simulation.Up("web") == "node2");

        simulation.Constrain("web", "node.hostname != node1");
        simulation.Pass(20);

        Assert.Single(simulation.Changes);
        Assert.Null(simulation.Get("/services/web")["UpdateStatus"]);
    }

    [Fact]
    public void A_constraint_that_its_node_lacks_moves_it_without_overlap()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname == node2"]);
        simulation.Until(() => simulation.Up("web") == "node2");

        simulation.Constrain("web", "node.hostname == node3");

        Assert.InRange(simulation.Until(() => simulation.Up("web") == "node3"), 1.2, 2);
        Assert.Equal(0, simulation.Overlap("web"));
        Assert.Equal("updating", simulation.Get("/services/web")["UpdateStatus"]!["State"]!.GetValue<string>());
        simulation.Pass(7);
        Assert.Equal("completed", simulation.Get("/services/web")["UpdateStatus"]!["State"]!.GetValue<string>());
    }

    [Fact]
    public void A_write_on_an_old_version_conflicts()
    {
        using var simulation = new Simulation();
        simulation.Create("web");
        simulation.Pass(3);
        var service = simulation.Get("/services/web");
        var path = $"/services/web/update?version={service["Version"]!["Index"]}";

        Assert.Equal(200, simulation.Send("POST", path, service["Spec"]!.ToJsonString()).Status);
        var (status, body) = simulation.Send("POST", path, service["Spec"]!.ToJsonString());

        Assert.Equal(500, status);
        Assert.Contains("update out of sequence", body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        Assert.Equal(Run(7), Run(7));
        Assert.NotEqual(Run(7), Run(8));

        static string Run(ulong seed)
        {
            using var simulation = new Simulation(new() { Seed = seed });
            simulation.Create("web", replicas: 5);
            simulation.Pass(10);
            simulation.Swarm.Faults.PowerCut(simulation[3]);
            simulation.Pass(60);
            return simulation.Get("/tasks").ToJsonString() + simulation.Get("/nodes").ToJsonString();
        }
    }

    private static string Text(Simulation simulation, string service) => simulation.Tasks(service)[0]["Status"]!["State"]!.GetValue<string>();
}
