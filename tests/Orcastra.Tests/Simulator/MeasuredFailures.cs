namespace Orcastra.Tests.Simulator;

/// <summary>What was measured on real Swarms that lost a node.</summary>
public sealed class MeasuredFailures
{
    [Fact]
    public void A_dead_nodes_tasks_run_elsewhere_after_a_good_twenty_seconds_and_stay_listed_as_running()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname != node1"]);
        simulation.Until(() => simulation.Up("web").Length > 0);
        var dead = simulation.Swarm.Containers[0].Node;

        simulation.Swarm.Faults.PowerCut(dead);
        Assert.Equal("", simulation.Up("web"));

        Assert.InRange(simulation.Until(() => State(simulation, dead.Name) == "down"), 13, 17);
        Assert.InRange(simulation.Until(() => simulation.Up("web").Length > 0), 5, 7);
        Assert.Contains(simulation.Tasks("web"), task => (task["Status"]!["State"]!.GetValue<string>(), task["DesiredState"]!.GetValue<string>()) == ("running", "shutdown"));

        var place = simulation.Up("web");
        simulation.Swarm.Faults.Start(dead);
        simulation.Until(() => State(simulation, dead.Name) == "ready");
        simulation.Pass(30);
        Assert.Equal(place, simulation.Up("web"));
        Assert.DoesNotContain(simulation.Tasks("web"), task => (task["Status"]!["State"]!.GetValue<string>(), task["DesiredState"]!.GetValue<string>()) == ("running", "shutdown"));
    }

    [Fact]
    public void A_dead_leader_costs_fifteen_seconds_without_answers_and_its_services_most_of_a_minute()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.role == manager"]);
        simulation.Until(() => simulation.Up("web").Length > 0);
        var leader = simulation.Swarm.Leader!;
        var other = leader.Number % 3 + 1;
        simulation.Constrain("web", $"node.hostname == {leader.Name}");
        simulation.Until(() => simulation.Up("web") == leader.Name);
        simulation.Pass(10);
        simulation.Constrain("web");
        simulation.Pass(10);

        simulation.Swarm.Faults.PowerCut(leader);

        var (status, body) = simulation.Send("GET", "/services", null, other);
        Assert.Equal((500, true), (status, body.Contains("does not have a leader", StringComparison.Ordinal)));
        Assert.InRange(simulation.Until(() => simulation.Send("GET", "/services", null, other).Status == 200), 11, 16);
        Assert.InRange(simulation.Until(() => State(simulation, leader.Name, other) == "down"), 25, 32);
        Assert.InRange(simulation.Until(() => simulation.Up("web").Length > 0), 5, 7);
    }

    [Fact]
    public void A_partitioned_node_keeps_its_containers_so_that_there_are_two()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname != node1"]);
        simulation.Until(() => simulation.Up("web").Length > 0);
        var cut = simulation.Swarm.Containers[0].Node;

        simulation.Swarm.Faults.Cut(cut);
        simulation.Until(() => simulation.Up("web") == "node2 node3");
        Assert.Equal(500, simulation.Send("GET", "/nodes", null, cut.Number).Status);
        Assert.Single(simulation.Get("/containers/json", cut.Number).AsArray());

        simulation.Swarm.Faults.Heal(cut);
        simulation.Until(() => !simulation.Up("web").Contains(' ', StringComparison.Ordinal));
        Assert.NotEqual(cut.Name, simulation.Up("web"));
    }

    private static string State(Simulation simulation, string node, int asked = 1) =>
        simulation.Get("/nodes", asked).AsArray().Single(entry => entry!["Description"]!["Hostname"]!.GetValue<string>() == node)!["Status"]!["State"]!.GetValue<string>();
}
