namespace Orcastra.Conformance.Themes;

/// <summary>Workers that lose power or network, and come back.</summary>
public static class PowerCuts
{
    [Behaviour(Reach.Worker)]
    public static async Task A_node_without_power_is_down_after_three_heartbeats_and_its_service_runs_elsewhere(Stage s)
    {
        var old = await PreparedAsync(s);
        await s.Swarm.PowerCutAsync(s.Worker);
        var cut = s.Now;

        await s.NodeIsAsync(s.Worker, "down", 40);
        var down = s.Now - cut;
        await s.RunsOnAsync("web", s.B, 20);

        Different.UnlessBetween(8, 24, down, "the time until it is down");
        var stale = (await s.FindAsync("web", old.Id))!;
        Different.UnlessEqual(("running", "shutdown"), (stale.State, stale.Desired), "the task of the dead node");
        Different.UnlessIn("heartbeat failure", (await s.View.NodeAsync(s.Worker.Id))["Status"]!["Message"]!.GetValue<string>(), "the node's message");
        s.Measure($"down after {down:0.0} s, service elsewhere after {s.FirstUp("web", s.B, cut) - cut:0.0} s");
        await s.BackAsync(s.Worker, s.Swarm.StartAsync);
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_node_that_returns_gets_no_work_back_and_its_old_tasks_end(Stage s)
    {
        var old = await PreparedAsync(s);
        await s.Swarm.PowerCutAsync(s.Worker);
        await s.RunsOnAsync("web", s.B, 60);
        var moved = await s.UpAsync("web");

        await s.BackAsync(s.Worker, s.Swarm.StartAsync);

        await s.EndsAsync("web", old.Id);
        await s.KeepsAsync("web", moved, 5);
        s.Measure($"the old task is {(await s.FindAsync("web", old.Id))?.State ?? "forgotten"} after the return");
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_node_without_network_keeps_its_containers_so_that_both_are_up_and_ends_them_when_it_is_back(Stage s)
    {
        var old = await PreparedAsync(s);
        await s.Swarm.CutAsync(s.Worker);

        await s.RunsOnAsync("web", s.B, 60);
        await s.PassAsync(2);
        Different.Unless(s.Overlap("web") > 1, "the cut off node's container should still be up");
        await s.BackAsync(s.Worker, s.Swarm.HealAsync);

        await s.GoneAsync("web", old.Id);
        await s.EndsAsync("web", old.Id);
        s.Measure($"both up for {s.Overlap("web"):0.0} s");
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_service_pinned_to_a_node_that_dies_waits_for_it_until_it_is_pinned_elsewhere(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.A));
        await s.ConstrainAsync("web", Pins.At(s.Worker));
        await s.RunsOnAsync("web", s.Worker);
        await s.Swarm.PowerCutAsync(s.Worker);

        await s.NodeIsAsync(s.Worker, "down", 40);
        await s.WaitsAsync("web");
        await s.Patience.StaysAsync("the wait", 5, async () => (await s.TasksAsync("web")).All(task => task.Desired != "running" || task.State == "pending") ? null : "it moved");
        await s.ConstrainAsync("web", Pins.At(s.B));

        s.Measure($"running {await s.RunsOnAsync("web", s.B, 15):0.0} s after it was pinned elsewhere");
        await s.BackAsync(s.Worker, s.Swarm.StartAsync);
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_gates_target_that_dies_leaves_the_task_pending_until_another_is_labelled(Stage s)
    {
        var label = await Pins.BoundAsync(s);
        await s.ConstrainAsync("web", Pins.Bound(label), $"node.id != {s.A.Id}");
        await s.WaitsAsync("web");
        await s.Swarm.PowerCutAsync(s.Worker);
        await s.LabelAsync(s.Worker, label);

        await s.NodeIsAsync(s.Worker, "down", 40);
        await s.WaitsAsync("web");
        Different.UnlessEqual(0, (await s.UpAsync("web")).Count(task => task.NodeId != s.Worker.Id), "the number of running tasks elsewhere");
        await s.LabelAsync(s.B, label);

        s.Measure($"running {await s.RunsOnAsync("web", s.B, 15):0.0} s after another was labelled");
        await s.BackAsync(s.Worker, s.Swarm.StartAsync);
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_short_loss_of_network_moves_nothing(Stage s)
    {
        var old = await PreparedAsync(s);
        await s.Swarm.CutAsync(s.Worker);
        await s.PassAsync(4);
        await s.Swarm.HealAsync(s.Worker);

        await s.KeepsAsync("web", [old], 16);
        Different.UnlessEqual("ready", await s.NodeStateAsync(s.Worker), "the node");
    }

    private static async Task<SeenTask> PreparedAsync(Stage s)
    {
        await s.LabelAsync(s.Worker, s.Name("zone"));
        await s.CreateAsync(s.Draft("web").BoundTo(s.Name("zone")));
        await s.LabelAsync(s.B, s.Name("zone"));
        var task = await s.TaskAsync("web");
        await s.SeenAsync("web", task.Id);
        return task;
    }
}
