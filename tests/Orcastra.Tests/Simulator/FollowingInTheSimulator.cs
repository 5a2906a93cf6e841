using Orcastra.Tests.Core;

namespace Orcastra.Tests.Simulator;

/// <summary>Orcastra's own loop against the simulated Swarm.</summary>
public sealed class FollowingInTheSimulator
{
    [Fact]
    public void A_dependent_follows_its_anchor_without_overlap()
    {
        using var simulation = new Simulation();
        simulation.Create("db", constraints: ["node.hostname == node1"]);
        simulation.Create("web", "slowstop 2", constraints: ["node.labels.db == true"]);
        using var pilot = new Pilot(simulation, Given.Policy(Given.Anchor("db", "web")));
        simulation.Until(() => simulation.Up("web") == "node1", 30, () => pilot.Story);
        simulation.Pass(20);

        simulation.Constrain("db", "node.hostname == node3");

        simulation.Until(() => simulation.Up("db") == "node3", 30);
        var took = simulation.Until(() => simulation.Up("web") == "node3", 60);
        Assert.True(took < 8, $"{took} s\n{pilot.Story}");
        simulation.Pass(30);
        Assert.True(pilot.IsRunning, pilot.Story);
        Assert.Equal("node3", simulation.Up("web"));
        Assert.Equal(0, simulation.Overlap("web"));
        Assert.DoesNotContain("orcastra.gate", simulation.Get("/services/web")["Spec"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(simulation.Swarm.Violations);
    }

    [Fact]
    public void A_dependent_follows_an_anchor_whose_node_lost_power()
    {
        using var simulation = new Simulation();
        simulation.Create("db", constraints: ["node.hostname != node1"]);
        simulation.Create("web", constraints: ["node.labels.db == true"]);
        using var pilot = new Pilot(simulation, Given.Policy(Given.Anchor("db", "web")));
        simulation.Until(() => simulation.Up("web").Length > 0, 30, () => pilot.Story);
        simulation.Pass(20);
        var dead = simulation.Swarm.Containers.Single(container => container.Service == "db").Node;

        simulation.Swarm.Faults.PowerCut(dead);

        simulation.Until(() => simulation.Up("db").Length > 0, 60);
        var place = simulation.Up("db");
        simulation.Until(() => simulation.Up("web") == place, 60, () => pilot.Story);
        Assert.Equal(0, simulation.Overlap("web"));
    }

    [Fact]
    public void The_same_seed_tells_the_same_story()
    {
        Assert.Equal(Story(), Story());

        static string Story()
        {
            using var simulation = new Simulation(new() { Seed = 3 });
            simulation.Create("db", constraints: ["node.hostname == node1"]);
            simulation.Create("web", "slowstop 2", constraints: ["node.labels.db == true"]);
            using var pilot = new Pilot(simulation, Given.Policy(Given.Anchor("db", "web")));
            simulation.Pass(20);
            simulation.Constrain("db", "node.hostname == node2");
            simulation.Pass(30);
            Assert.Equal(0, simulation.Timeline.Strays);
            return pilot.Story + simulation.Get("/tasks").ToJsonString();
        }
    }
}
