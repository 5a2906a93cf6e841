using System.Text.Json.Nodes;

namespace Orcastra.Tests.Simulator;

/// <summary>What was measured on real Swarms, and so has to be seen here.</summary>
public sealed class MeasuredSwarm
{
    [Fact]
    public void A_label_that_moves_overlaps_by_what_the_stop_takes_longer_than_the_restart_delay()
    {
        using var simulation = new Simulation();
        simulation.Label(1, "db", "1");
        simulation.Create("web", "slowstop 10", constraints: ["node.labels.db == 1"], container: ",\"StopGracePeriod\":20000000000");
        simulation.Until(() => simulation.Up("web") == "node1");

        simulation.Label(2, "db", "1");
        simulation.Label(1, "db", null);

        Assert.InRange(simulation.Until(() => simulation.Up("web") == "node1 node2"), 5, 6);
        simulation.Pass(10);
        Assert.Equal("node2", simulation.Up("web"));
        Assert.InRange(simulation.Overlap("web"), 4, 7);
        var rejected = simulation.Tasks("web").Single(task => task["DesiredState"]!.GetValue<string>() == "shutdown");
        Assert.Equal("assigned node no longer meets constraints", rejected["Status"]!["Err"]!.GetValue<string>());
        Assert.Equal("rejected", rejected["Status"]!["State"]!.GetValue<string>());
    }

    [Fact]
    public void A_label_that_moves_leaves_a_service_without_restarts_where_it_is_not()
    {
        using var simulation = new Simulation();
        simulation.Label(1, "db", "1");
        simulation.Create("web", constraints: ["node.labels.db == 1"], template: ",\"RestartPolicy\":{\"Condition\":\"none\"}");
        simulation.Until(() => simulation.Up("web") == "node1");

        simulation.Label(2, "db", "1");
        simulation.Label(1, "db", null);
        simulation.Pass(60);

        Assert.Equal("", simulation.Up("web"));
    }

    [Fact]
    public void A_pin_that_is_moved_on_while_the_old_task_still_stops_overlaps()
    {
        using var simulation = new Simulation();
        simulation.Create("web", "slowstop 8", constraints: ["node.hostname == node1"], container: ",\"StopGracePeriod\":20000000000");
        simulation.Until(() => simulation.Up("web") == "node1");

        simulation.Constrain("web", "node.hostname == node2");
        simulation.Pass(0.5);
        simulation.Constrain("web", "node.hostname == node3");

        simulation.Until(() => simulation.Up("web") == "node1 node3", 5);
        simulation.Until(() => simulation.Up("web") == "node3");
        Assert.InRange(simulation.Overlap("web"), 6, 9);
    }

    [Fact]
    public void An_update_waits_for_an_old_task_for_a_minute_and_no_longer()
    {
        using var simulation = new Simulation();
        simulation.Create("web", "slowstop 70", constraints: ["node.hostname == node1"], container: ",\"StopGracePeriod\":90000000000");
        simulation.Until(() => simulation.Up("web") == "node1");

        simulation.Constrain("web", "node.hostname == node2");

        Assert.InRange(simulation.Until(() => simulation.Up("web") == "node1 node2", 100), 60, 61.5);
        simulation.Until(() => simulation.Up("web") == "node2");
        Assert.InRange(simulation.Overlap("web"), 9, 12);
    }

    [Fact]
    public void The_gate_never_overlaps_not_even_with_a_stop_of_seventy_seconds()
    {
        using var simulation = new Simulation();
        simulation.Label(1, "db", "1");
        simulation.Create("web", "slowstop 70", constraints: ["node.labels.db == 1"], container: ",\"StopGracePeriod\":90000000000");
        simulation.Until(() => simulation.Up("web") == "node1");
        var id = simulation.Get("/nodes/node1")["ID"]!.GetValue<string>();

        simulation.Constrain("web", "node.labels.db == 1", $"node.id != {id}");
        simulation.Until(() => simulation.Tasks("web").Exists(task => task["Status"]!["State"]!.GetValue<string>() == "shutdown"), 100);
        Assert.Contains(simulation.Tasks("web"), task => task["Status"]!["Err"]?.GetValue<string>() == "no suitable node (scheduling constraints not satisfied on 3 nodes)");
        simulation.Label(2, "db", "1");

        Assert.InRange(simulation.Until(() => simulation.Up("web") == "node2"), 0.3, 0.9);
        Assert.Equal(0, simulation.Overlap("web"));
    }

    [Fact]
    public void The_end_of_a_pin_restarts_nothing_and_leaves_the_pin_as_the_spec_to_roll_back_to()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname == node1"]);
        simulation.Until(() => simulation.Up("web") == "node1");
        simulation.Constrain("web", "node.hostname == node2");
        simulation.Until(() => simulation.Up("web") == "node2");
        simulation.Pass(10);

        simulation.Constrain("web");
        simulation.Pass(10);

        Assert.Equal(3, simulation.Changes.Count);
        Assert.Contains("node2", simulation.Get("/services/web")["PreviousSpec"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(simulation.Get("/services/web")["UpdateStatus"]);
    }

    [Fact]
    public void A_global_service_overlaps_on_a_placement_change_whatever_its_update_order()
    {
        using var simulation = new Simulation();
        simulation.Label(1, "on", "1");
        simulation.Create("web", "slowstop 5", -1, ["node.labels.on == 1"]);
        simulation.Until(() => simulation.Up("web") == "node1");

        simulation.Constrain("web", "node.hostname == node2");

        simulation.Until(() => simulation.Up("web") == "node1 node2", 3);
        simulation.Until(() => simulation.Up("web") == "node2");
    }

    [Fact]
    public void A_new_task_that_fails_pauses_the_update_and_the_old_one_never_returns()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname == node1"]);
        simulation.Until(() => simulation.Up("web") == "node1");
        simulation.Pass(10);

        simulation.Update("web", spec => spec["TaskTemplate"]!["ContainerSpec"]!["Args"] = new JsonArray("crash", "1"));

        Assert.InRange(simulation.Until(() => Status(simulation) == "paused"), 2, 6);
        simulation.Pass(30);
        Assert.True(simulation.Tasks("web").Count > 4);
        Assert.StartsWith("update paused due to failure or early termination of task", simulation.Get("/services/web")["UpdateStatus"]!["Message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_that_fails_rolls_back_where_that_is_wished()
    {
        using var simulation = new Simulation();
        simulation.Create("web", replicas: 2, more: ",\"UpdateConfig\":{\"Parallelism\":1,\"FailureAction\":\"rollback\"}");
        simulation.Until(() => simulation.Swarm.Containers.Count == 2);
        simulation.Pass(5);

        simulation.Update("web", spec => spec["TaskTemplate"]!["ContainerSpec"]!["Args"] = new JsonArray("crash", "0"));

        simulation.Until(() => Status(simulation) == "rollback_completed");
        Assert.Equal(2, simulation.Swarm.Containers.Count);
    }

    [Fact]
    public void A_drained_node_hands_its_tasks_on_once_they_have_ended()
    {
        using var simulation = new Simulation();
        simulation.Create("web", "slowstop 3", constraints: ["node.hostname != node1"]);
        simulation.Until(() => simulation.Up("web").Length > 0);
        var drained = simulation.Swarm.Containers[0].Node;

        simulation.Node(drained.Number, spec => spec["Availability"] = "drain");

        Assert.InRange(simulation.Until(() => simulation.Up("web").Length > 0 && simulation.Up("web") != drained.Name), 4, 6);
        Assert.Equal(0, simulation.Overlap("web"));
    }

    [Fact]
    public void A_task_that_crashes_is_replaced_after_the_restart_delay_and_only_so_many_are_kept()
    {
        using var simulation = new Simulation();
        simulation.Create("web", "crash 1");
        simulation.Pass(120);

        Assert.InRange(simulation.Changes.Count(change => change.IsStart), 16, 20);
        Assert.InRange(simulation.Tasks("web").Count, 5, 7);
    }

    private static string? Status(Simulation simulation) => simulation.Get("/services/web")["UpdateStatus"]?["State"]?.GetValue<string>();
}
