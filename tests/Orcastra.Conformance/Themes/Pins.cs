namespace Orcastra.Conformance.Themes;

/// <summary>Moving a service by one constraint on a node's ID: how it goes well, and all the ways in which it does not.</summary>
public static class Pins
{
    [Behaviour]
    public static async Task A_pin_stops_the_old_task_then_starts_the_new_one_and_taking_it_away_restarts_nothing(Stage s)
    {
        var label = await BoundAsync(s, "slowstop", "3");
        await s.LabelAsync(s.B, label);

        var at = await s.ConstrainAsync("web", Bound(label), At(s.B));
        var took = await s.RunsOnAsync("web", s.B);
        var moved = await s.UpAsync("web");
        await s.UnlabelAsync(s.A, label);
        await s.ConstrainAsync("web", Bound(label));

        await s.KeepsAsync("web", moved);
        Different.UnlessEqual(0.0, s.Overlap("web", at), "the time for which both were up");
        s.Measure($"on the other node after {took:0.0} s, of which 3 s are the stop");
    }

    [Behaviour]
    public static async Task Pinning_elsewhere_while_the_old_task_stops_runs_both(Stage s)
    {
        var label = await BoundAsync(s, "slowstop", "9");
        await s.LabelAsync(s.B, label);
        await s.LabelAsync(s.C, label);
        var old = await StartMoveAsync(s, label);

        await s.ConstrainAsync("web", Bound(label), At(s.C));

        await s.RunsOnAsync("web", s.C);
        await s.GoneAsync("web", old.Id);
        Different.Unless(s.Overlap("web") > 1, "both containers should have been up together");
        s.Measure($"both up for {s.Overlap("web"):0.0} s");
    }

    [Behaviour]
    public static async Task Taking_the_pin_away_while_the_old_task_stops_does_not_run_both(Stage s)
    {
        var label = await BoundAsync(s, "slowstop", "6");
        await s.LabelAsync(s.B, label);
        var old = await StartMoveAsync(s, label);

        await s.ConstrainAsync("web", Bound(label));

        await s.GoneAsync("web", old.Id);
        await s.Patience.BecomesAsync("one to run", 20, async () => (await s.UpAsync("web")).Count == 1 ? null : "not yet");
        Different.UnlessEqual(0.0, s.Overlap("web"), "the time for which both were up");
    }

    [Behaviour]
    public static async Task Changing_a_service_while_its_old_task_stops_runs_both(Stage s)
    {
        var label = await BoundAsync(s, "slowstop", "9");
        await s.LabelAsync(s.B, label);
        var old = await StartMoveAsync(s, label);

        await s.DeployAsync("web");

        await s.RunsOnAsync("web", s.B);
        await s.GoneAsync("web", old.Id);
        Different.Unless(s.Overlap("web") > 1, "both containers should have been up together");
        s.Measure($"both up for {s.Overlap("web"):0.0} s");
    }

    [Behaviour(IsLong = true)]
    public static async Task A_stop_that_takes_over_60_s_runs_both_from_then_on(Stage s)
    {
        var label = await BoundAsync(s, "slowstop", "68");
        await s.LabelAsync(s.B, label);
        var old = await s.TaskAsync("web");

        var at = await s.ConstrainAsync("web", Bound(label), At(s.B));

        await s.RunsOnAsync("web", s.B, 80);
        await s.GoneAsync("web", old.Id, 30);
        var after = s.FirstUp("web", s.B) - at;
        Different.UnlessBetween(59, 67, after, "when the new one came up");
        Different.Unless(s.Overlap("web") > 1, "both containers should have been up together");
        s.Measure($"the new one came up after {after:0.0} s; both up for {s.Overlap("web"):0.0} s");
    }

    [Behaviour]
    public static async Task A_pin_to_a_node_whose_host_port_is_taken_stops_the_service_until_it_is_undone(Stage s)
    {
        await s.CreateAsync(s.Draft("filler").At(s.B).HostPort(s.Port));
        await s.CreateAsync(s.Draft("web").HostPort(s.Port).Constrained($"node.hostname != {s.C}"));
        Different.UnlessEqual(s.A.Id, (await s.TaskAsync("web")).NodeId, "where the service runs");
        var old = await s.TaskAsync("web");

        await s.ConstrainAsync("web", At(s.B));
        await s.EndsAsync("web", old.Id);
        await s.WaitsAsync("web");
        await s.Patience.StaysAsync("the wait", 4, async () => (await s.UpAsync("web")).Count == 0 ? null : "it runs");
        var waiting = (await s.TasksAsync("web")).First(task => task.State == "pending");
        Different.UnlessIn("host-mode port already in use", waiting.Error, "the pending task");
        Different.UnlessEqual("updating", await s.StateAsync("web"), "the update");
        await s.ConstrainAsync("web", $"node.hostname != {s.C}");

        var after = await s.RunsOnAsync("web", s.A);
        s.Measure($"back {after:0.0} s after the undoing");
    }

    [Behaviour]
    public static async Task A_pin_reruns_a_finished_one_shot_and_leaves_its_update_paused(Stage s)
    {
        await s.SendAsync(s.Draft("once", "oneshot").Restart("none").Constrained($"node.hostname == {s.A}"));
        await s.ReachesAsync("once", "complete");

        await s.ConstrainAsync("once", $"node.hostname == {s.B}");

        await s.Patience.BecomesAsync("a second run", 30, async () =>
            (await s.TasksAsync("once")) is var tasks && tasks.Any(task => task.NodeId == s.B.Id && task.State == "complete") ? null : string.Join("; ", tasks));
        await s.UpdateIsAsync("once", "paused");
    }

    internal static string At(Machine node) => $"node.id == {node.Id}";

    internal static string Bound(string label) => $"node.labels.{label} == true";

    /// <summary>A service on A that is bound to a label, which only A has.</summary>
    internal static async Task<string> BoundAsync(Stage s, params string[] command)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Draft("web", command).BoundTo(label).Grace(100));
        await s.SeenAsync("web", (await s.TaskAsync("web")).Id);
        return label;
    }

    /// <summary>Pins to B and waits until the old task is told to stop.</summary>
    internal static async Task<SeenTask> StartMoveAsync(Stage s, string label)
    {
        var old = await s.TaskAsync("web");
        await s.ConstrainAsync("web", Bound(label), At(s.B));
        await s.Patience.BecomesAsync("the old task to be told to stop", 10, async () => (await s.FindAsync("web", old.Id))!.Desired == "shutdown" ? null : "not yet");
        await s.PassAsync(1.5);
        return old;
    }
}
