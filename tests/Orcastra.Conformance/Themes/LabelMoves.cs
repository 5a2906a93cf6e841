namespace Orcastra.Conformance.Themes;

/// <summary>What happens when a node's label goes, comes or wanders.</summary>
public static class LabelMoves
{
    [Behaviour]
    public static async Task A_task_whose_label_goes_is_rejected_at_once_and_its_replacement_does_not_wait_for_its_container(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Draft("web", "slowstop", "12").BoundTo(label).Grace(30).Delay(null));
        var old = await s.TaskAsync("web");
        await s.SeenAsync("web", old.Id);
        await s.LabelAsync(s.B, label);

        var at = await s.UnlabelAsync(s.A, label);

        await s.EndsAsync("web", old.Id, 4);
        var rejected = (await s.FindAsync("web", old.Id))!;
        Different.UnlessEqual("rejected", rejected.State, "the state of the task");
        Different.UnlessIn("assigned node no longer meets constraints", rejected.Error, "its error");
        await s.RunsOnAsync("web", s.B);
        var after = s.FirstUp("web", s.B, at) - at;
        await s.GoneAsync("web", old.Id);
        Different.UnlessBetween(4.5, 11, after, "the time until the replacement is up, which is the restart delay and a start");
        Different.Unless(s.Overlap("web", at) > 1, "both containers should have been up together");
        s.Measure($"replaced after {after:0.0} s, both up for {s.Overlap("web", at):0.0} s");
    }

    [Behaviour]
    public static async Task A_rejected_task_never_shows_when_its_container_stopped(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Draft("web", "slowstop", "6").BoundTo(label).Grace(30));
        var old = await s.TaskAsync("web");
        await s.SeenAsync("web", old.Id);

        await s.UnlabelAsync(s.A, label);
        await s.EndsAsync("web", old.Id, 4);
        var before = (await s.FindAsync("web", old.Id))!;
        Different.Unless(s.StayOf("web", old.Id).IsUp, "the container should still be stopping while the task is rejected already");
        await s.GoneAsync("web", old.Id);
        await s.PassAsync(2);

        var after = (await s.FindAsync("web", old.Id))!;
        Different.UnlessEqual((before.State, before.Since, before.Error), (after.State, after.Since, after.Error), "the task after its container has stopped");
    }

    [Behaviour]
    public static async Task With_restart_condition_none_a_task_whose_label_goes_gets_no_replacement(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.LabelAsync(s.B, label);
        await s.CreateAsync(s.Draft("web").BoundTo(label).Restart("none"));
        var old = await s.TaskAsync("web");
        var from = s.Swarm.Nodes.First(node => node.Id == old.NodeId);

        await s.UnlabelAsync(from, label);

        await s.EndsAsync("web", old.Id);
        await s.Patience.StaysAsync("the lack of a task", 6, async () => (await s.UpAsync("web")).Count == 0 ? null : "it runs again");
    }

    [Behaviour]
    public static async Task A_label_that_goes_ignores_start_first_and_the_update_settings(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Draft("web").BoundTo(label).Updated(order: "start-first").Delay(4));
        await s.LabelAsync(s.B, label);

        var at = await s.UnlabelAsync(s.A, label);

        await s.RunsOnAsync("web", s.B);
        Different.UnlessEqual(0.0, s.Overlap("web", at), "the time for which both were up");
        Different.Unless(s.Gap("web", at) > 2, "nothing should be up during the restart delay");
        Different.UnlessEqual("", await s.StateAsync("web"), "the state of an update");
        s.Measure($"nothing up for {s.Gap("web", at):0.0} s");
    }

    [Behaviour]
    public static async Task A_pending_task_runs_soon_after_the_label_it_waits_for_appears(Stage s)
    {
        var label = s.Name("db");
        await s.SendAsync(s.Draft("web").BoundTo(label));
        await s.WaitsAsync("web");
        await s.PassAsync(2);
        Different.UnlessEqual(0, (await s.UpAsync("web")).Count, "the number of tasks without the label");

        await s.LabelAsync(s.B, label);

        var after = await s.RunsOnAsync("web", s.B, 8);
        s.Measure($"running after {after:0.0} s");
    }

    [Behaviour]
    public static async Task A_label_that_comes_elsewhere_moves_nothing(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Draft("web").BoundTo(label));
        var before = await s.UpAsync("web");

        await s.LabelAsync(s.B, label);
        await s.LabelAsync(s.C, label);

        await s.KeepsAsync("web", before, 3);
    }

    [Behaviour]
    public static async Task A_global_service_whose_label_moves_is_up_on_both_nodes_for_as_long_as_it_stops(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Draft("web", "slowstop", "5").BoundTo(label).Grace(30).Global());
        var old = await s.TaskAsync("web");
        await s.SeenAsync("web", old.Id);

        var at = await s.LabelAsync(s.B, label);
        await s.UnlabelAsync(s.A, label);

        await s.RunsOnAsync("web", s.B);
        await s.GoneAsync("web", old.Id);
        Different.Unless(s.Overlap("web", at) > 2, "both containers should have been up together");
        s.Measure($"both up for {s.Overlap("web", at):0.0} s");
    }
}
