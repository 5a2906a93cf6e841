using Orcastra.Simulator;

namespace Orcastra.Tests.Simulator;

public sealed class ContainersTests
{
    [Fact]
    public void A_container_that_crashes_is_replaced_after_the_restart_delay()
    {
        using var simulation = new Simulation();
        var container = Running(simulation);

        simulation.Swarm.Faults.Crash(container, 3);

        Assert.Empty(simulation.Swarm.Containers);
        Assert.Equal(3, simulation.Changes[^1].ExitCode);
        Assert.InRange(simulation.Until(() => simulation.Swarm.Containers.Count == 1), 5, 6.5);
        Assert.Equal("failed", StateOf(simulation, container.TaskId));
    }

    [Fact]
    public void A_container_that_is_being_stopped_no_longer_crashes()
    {
        using var simulation = new Simulation();
        var container = Running(simulation, "slowstop 5");
        Assert.Equal(200, simulation.Send("DELETE", "/services/web").Status);
        simulation.Pass(3);

        simulation.Swarm.Faults.Crash(container);

        Assert.Single(simulation.Swarm.Containers);
        simulation.Until(() => simulation.Swarm.Containers.Count == 0);
        Assert.Equal(0, simulation.Changes[^1].ExitCode);
    }

    [Fact]
    public void A_container_that_is_stopped_by_hand_is_complete_and_replaced()
    {
        using var simulation = new Simulation();
        var container = Running(simulation, "slowstop 3");

        var asked = simulation.Ask("POST", $"/containers/{container.ContainerId}/stop", null, container.Node.Number);
        simulation.Until(() => asked.IsOver);

        Assert.Equal(204, asked.Status);
        Assert.InRange(asked.Took, 3, 3.1);
        Assert.Equal(0, simulation.Changes[^1].ExitCode);
        Assert.Equal(304, simulation.Send("POST", $"/containers/{container.ContainerId}/stop", null, container.Node.Number).Status);
        Assert.InRange(simulation.Until(() => simulation.Swarm.Containers.Count == 1), 5, 6.5);
        Assert.Equal("complete", StateOf(simulation, container.TaskId));
    }

    [Fact]
    public void A_container_that_takes_too_long_to_stop_by_hand_is_killed()
    {
        using var simulation = new Simulation();
        var container = Running(simulation, "slowstop 30");

        Assert.Equal(204, simulation.Send("POST", $"/containers/{container.ContainerId}/stop?t=2", null, container.Node.Number).Status);

        Assert.Equal(137, simulation.Changes[^1].ExitCode);
        simulation.Pass(1);
        Assert.Equal("failed", StateOf(simulation, container.TaskId));
    }

    private static RunningContainer Running(Simulation simulation, string command = "serve")
    {
        simulation.Create("web", command);
        simulation.Until(() => simulation.Swarm.Containers.Count == 1);
        return simulation.Swarm.Containers[0];
    }

    private static string StateOf(Simulation simulation, string task) => simulation.Get($"/tasks/{task}")["Status"]!["State"]!.GetValue<string>();
}
