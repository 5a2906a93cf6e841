namespace Orcastra.Conformance.Themes;

/// <summary>Draining and pausing a node.</summary>
public static class Availability
{
    [Behaviour(Reach.Worker)]
    public static async Task A_drain_moves_a_task_at_once_waits_for_its_container_and_never_starts_first(Stage s)
    {
        var other = await OnWorkerAsync(s, s.Draft("web", "slowstop", "4").Grace(30).Delay(20).Updated(order: "start-first"));
        var old = await s.TaskAsync("web");
        await s.SeenAsync("web", old.Id);

        await s.AvailabilityAsync(s.Worker, "drain");
        var at = s.Now;

        await s.RunsOnAsync("web", other, 15);
        Different.UnlessEqual("shutdown", (await s.FindAsync("web", old.Id))!.State, "the old task");
        Different.UnlessEqual(0.0, s.Overlap("web"), "the time for which both were up");
        s.Measure($"elsewhere after {s.FirstUp("web", other) - at:0.0} s, of which 4 s are the stop");
        await s.AvailabilityAsync(s.Worker, "active");
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_drained_node_that_is_active_again_gets_nothing_back_but_tasks_of_global_services(Stage s)
    {
        var other = await OnWorkerAsync(s, s.Draft("web"));
        await s.CreateAsync(s.Draft("every").BoundTo(s.Name("zone")).Global(), 2);
        await s.AvailabilityAsync(s.Worker, "drain");
        await s.RunsOnAsync("web", other);
        await s.RunsOnAsync("every", other);
        var moved = await s.UpAsync("web");

        await s.AvailabilityAsync(s.Worker, "active");

        await s.Patience.BecomesAsync("a task of the global service", 20, async () => (await s.UpAsync("every")).Any(task => task.NodeId == s.Worker.Id) ? null : "none");
        await s.KeepsAsync("web", moved, 3);
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_paused_node_keeps_its_tasks_and_gets_no_new_ones(Stage s)
    {
        await s.CreateAsync(s.Draft("old").At(s.Worker));
        await s.CreateAsync(s.Draft("every").At(s.Worker).Global());
        var (old, every) = (await s.UpAsync("old"), await s.UpAsync("every"));
        await s.AvailabilityAsync(s.Worker, "pause");
        await s.SendAsync(s.Draft("new").At(s.Worker));

        await s.WaitsAsync("new");
        await s.KeepsAsync("old", old, 3);
        await s.KeepsAsync("every", every, 1);
        Different.UnlessEqual(0, (await s.UpAsync("new")).Count, "the number of new tasks");
        await s.AvailabilityAsync(s.Worker, "active");
        await s.RunsOnAsync("new", s.Worker);
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_label_that_goes_from_a_paused_node_ends_its_task_only_when_the_node_is_active_again(Stage s)
    {
        var other = await OnWorkerAsync(s, s.Draft("web").Delay(1));
        var before = await s.UpAsync("web");
        await s.AvailabilityAsync(s.Worker, "pause");

        await s.UnlabelAsync(s.Worker, s.Name("zone"));

        await s.KeepsAsync("web", before, 3);
        await s.AvailabilityAsync(s.Worker, "active");
        await s.RunsOnAsync("web", other);
        Different.UnlessEqual("rejected", (await s.FindAsync("web", before[0].Id))!.State, "the old task");
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_pin_to_a_paused_node_leaves_the_service_at_nothing_until_it_is_undone(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.A));
        var old = await s.TaskAsync("web");
        await s.AvailabilityAsync(s.Worker, "pause");

        await s.ConstrainAsync("web", Pins.At(s.Worker));
        await s.EndsAsync("web", old.Id);
        await s.WaitsAsync("web");
        await s.Patience.StaysAsync("the wait", 3, async () => (await s.UpAsync("web")).Count == 0 ? null : "it runs");
        await s.ConstrainAsync("web", Pins.At(s.A));

        s.Measure($"back {await s.RunsOnAsync("web", s.A):0.0} s after the undoing");
        await s.AvailabilityAsync(s.Worker, "active");
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_pin_to_a_full_node_leaves_the_service_at_nothing_until_there_is_room(Stage s)
    {
        var bytes = (await s.View.NodeAsync(s.Worker.Id))["Description"]!["Resources"]!["MemoryBytes"]!.GetValue<long>();
        await s.CreateAsync(s.Draft("filler", "slowstop", "4").Grace(20).At(s.Worker).ReservesMegabytes((bytes / 1024 / 1024) - 100));
        await s.CreateAsync(s.Draft("web").At(s.A).ReservesMegabytes(200));

        await s.ConstrainAsync("web", Pins.At(s.Worker));
        await s.WaitsAsync("web");
        await s.Patience.StaysAsync("the wait", 2, async () => (await s.UpAsync("web")).Count == 0 ? null : "it runs");
        var waiting = (await s.TasksAsync("web")).First(task => task.State == "pending");
        Different.UnlessIn("insufficient resources on 1 node", waiting.Error, "the pending task");
        await s.ScaleAsync("filler", 0);

        s.Measure($"running {await s.RunsOnAsync("web", s.Worker):0.0} s after the reservation was given up, whose container takes 4 s to stop");
    }

    /// <summary>A service on the worker that may run on B as well.</summary>
    private static async Task<Machine> OnWorkerAsync(Stage s, Draft draft)
    {
        await s.LabelAsync(s.Worker, s.Name("zone"));
        await s.CreateAsync(draft.BoundTo(s.Name("zone")));
        await s.LabelAsync(s.B, s.Name("zone"));
        return s.B;
    }
}
