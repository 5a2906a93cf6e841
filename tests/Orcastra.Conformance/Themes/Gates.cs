namespace Orcastra.Conformance.Themes;

/// <summary>Moving a service by a constraint that lets its new task wait until the old one has ended.</summary>
public static class Gates
{
    [Behaviour]
    public static async Task A_gate_stops_the_old_task_and_the_label_lets_the_new_one_start_without_any_overlap(Stage s)
    {
        var label = await Pins.BoundAsync(s, "slowstop", "3");
        var (at, ended) = await ShutAsync(s, label);

        await s.LabelAsync(s.B, label);
        await s.RunsOnAsync("web", s.B);
        var moved = await s.UpAsync("web");
        await s.UnlabelAsync(s.A, label);
        await s.ConstrainAsync("web", Pins.Bound(label));

        await s.KeepsAsync("web", moved);
        Different.UnlessEqual(0.0, s.Overlap("web", at), "the time for which both were up");
        s.Measure($"shut down after {ended:0.0} s, of which 3 s are the stop; nothing up for {s.Gap("web", at):0.0} s");
    }

    [Behaviour(IsLong = true)]
    public static async Task A_gate_holds_however_long_the_stop_takes(Stage s)
    {
        var label = await Pins.BoundAsync(s, "slowstop", "66");
        var old = await s.TaskAsync("web");
        await s.ConstrainAsync("web", Pins.Bound(label), Not(s.A));
        await s.WaitsAsync("web", seconds: 80);
        await s.EndsAsync("web", old.Id, 80);
        await s.GoneAsync("web", old.Id, 10);

        await s.LabelAsync(s.B, label);

        await s.RunsOnAsync("web", s.B);
        Different.UnlessEqual(0.0, s.Overlap("web"), "the time for which both were up");
    }

    [Behaviour]
    public static async Task A_gate_keeps_a_global_service_from_being_up_twice(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Draft("web", "slowstop", "4").BoundTo(label).Grace(30).Global());
        await s.SeenAsync("web", (await s.TaskAsync("web")).Id);
        var (at, _) = await ShutAsync(s, label, isGlobal: true);

        await s.LabelAsync(s.B, label);

        await s.RunsOnAsync("web", s.B);
        Different.UnlessEqual(0.0, s.Overlap("web", at), "the time for which both were up");
    }

    [Behaviour]
    public static async Task A_pin_swap_runs_a_global_service_on_both_nodes_for_as_long_as_it_stops(Stage s)
    {
        await s.CreateAsync(s.Draft("web", "slowstop", "5").Constrained(Pins.At(s.A)).Grace(30).Global());
        var old = await s.TaskAsync("web");
        await s.SeenAsync("web", old.Id);

        await s.ConstrainAsync("web", Pins.At(s.B));

        await s.RunsOnAsync("web", s.B);
        await s.GoneAsync("web", old.Id);
        Different.Unless(s.Overlap("web") > 2, "both containers should have been up together");
        s.Measure($"both up for {s.Overlap("web"):0.0} s");
    }

    [Behaviour]
    public static async Task Behind_a_gate_another_target_takes_a_label_and_no_write_to_the_service(Stage s)
    {
        var label = await Pins.BoundAsync(s);
        await ShutAsync(s, label);
        var version = (await s.ServiceAsync("web"))["Version"]!["Index"]!.GetValue<ulong>();

        await s.LabelAsync(s.C, label);

        var after = await s.RunsOnAsync("web", s.C, 10);
        Different.UnlessEqual(0.0, s.Overlap("web"), "the time for which both were up");
        s.Measure($"running after {after:0.0} s; version {version} went on to {(await s.ServiceAsync("web"))["Version"]!["Index"]} by Swarm alone");
    }

    [Behaviour]
    public static async Task Dropping_a_gate_while_the_old_task_stops_runs_both(Stage s)
    {
        var label = await Pins.BoundAsync(s, "slowstop", "9");
        var old = await s.TaskAsync("web");
        await s.ConstrainAsync("web", Pins.Bound(label), Not(s.A));
        await s.Patience.BecomesAsync("the old task to be told to stop", 10, async () => (await s.FindAsync("web", old.Id))!.Desired == "shutdown" ? null : "not yet");
        await s.PassAsync(1.5);

        await s.ConstrainAsync("web", Pins.Bound(label));

        await s.RunsOnAsync("web", s.A);
        await s.GoneAsync("web", old.Id);
        Different.Unless(s.Overlap("web") > 1, "both containers should have been up together");
        s.Measure($"both up for {s.Overlap("web"):0.0} s");
    }

    [Behaviour]
    public static async Task A_new_task_that_fails_behind_a_gate_pauses_the_update_and_is_tried_again_while_the_old_one_never_returns(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label);
        await s.CreateAsync(s.Swarm.CrashingOn(s.Draft("web").BoundTo(label).Delay(null), [s.B]));
        await ShutAsync(s, label);

        await s.LabelAsync(s.B, label);
        await s.UpdateIsAsync("web", "paused", 20);
        var failed = await FailuresAsync(s);
        var retried = await s.Patience.BecomesAsync("another try", 20, async () => await FailuresAsync(s) > failed ? null : "none yet");
        Different.UnlessEqual(0, (await s.UpAsync("web")).Count(task => task.NodeId == s.A.Id), "the tasks on the old node");

        await s.UnlabelAsync(s.B, label);
        await s.ConstrainAsync("web", Pins.Bound(label));
        var undone = await s.RunsOnAsync("web", s.A, 15);
        s.Measure($"tried again within {retried:0.0} s; back {undone:0.0} s after the undoing");
    }

    [Behaviour]
    public static async Task With_failure_action_continue_the_update_is_completed_while_the_new_task_crashes_again_and_again(Stage s)
    {
        await s.CreateAsync(s.Swarm.CrashingOn(s.Draft("web").Constrained(Pins.At(s.A)).Updated(failure: "continue"), [s.B]));

        await s.ConstrainAsync("web", Pins.At(s.B));

        await s.UpdateIsAsync("web", "completed", 30);
        var failed = await FailuresAsync(s);
        await s.Patience.BecomesAsync("more failures", 20, async () => await FailuresAsync(s) > failed ? null : "no more");
        Different.UnlessEqual("completed", await s.StateAsync("web"), "the update");
    }

    private static string Not(Machine node) => $"node.id != {node.Id}";

    private static async Task<int> FailuresAsync(Stage s) => (await s.TasksAsync("web")).Count(task => task.NodeId == s.B.Id && task.State is "failed" or "rejected");

    private static async Task<(double At, double Ended)> ShutAsync(Stage s, string label, bool isGlobal = false)
    {
        var old = await s.TaskAsync("web");
        var at = await s.ConstrainAsync("web", Pins.Bound(label), Not(s.A));
        var ended = await s.EndsAsync("web", old.Id, 30);
        Different.UnlessEqual("shutdown", (await s.FindAsync("web", old.Id))!.State, "the old task");
        await s.GoneAsync("web", old.Id, 5);
        if (!isGlobal)
        {
            await s.WaitsAsync("web");
        }

        return (at, ended);
    }
}
