namespace Orcastra.Conformance.Themes;

/// <summary>What Swarm does when a task ends by itself, and how it ends one.</summary>
public static class Restarts
{
    [Behaviour]
    public static async Task A_task_that_ends_is_replaced_after_5_s_unless_told_otherwise(Stage s)
    {
        await s.SendAsync(s.Draft("usual", "crash", "1").Delay(null));
        await s.SendAsync(s.Draft("quick", "crash", "1").Delay(1));
        var (usual, quick) = (await SecondAsync(s, "usual"), await SecondAsync(s, "quick"));

        Different.UnlessBetween(4.5, 12, usual, "the time without a task");
        Different.Unless(quick < usual - 2, $"with a delay of 1 s ({quick} s) it should be shorter than with the usual one ({usual} s)");
        s.Measure($"nothing up for {usual:0.0} s; with a delay of 1 s for {quick:0.0} s");
    }

    [Behaviour]
    public static async Task A_replacement_waits_as_ready_for_its_delay(Stage s)
    {
        await s.SendAsync(s.Draft("web", "crash", "1").Delay(6));

        await s.Patience.BecomesAsync("a replacement that is held back", 20, async () =>
            (await s.TasksAsync("web")).Any(task => task.Desired == "ready") ? null : "none");
        await s.Patience.BecomesAsync("it to run", 20, async () =>
            (await s.TasksAsync("web")) is var tasks && tasks.Count >= 2 && tasks.Any(task => task.IsUp) ? null : "it does not");
    }

    [Behaviour]
    public static async Task Condition_on_failure_replaces_what_failed_and_not_what_is_done(Stage s)
    {
        await s.SendAsync(s.Draft("done", "oneshot").Restart("on-failure"));
        await s.SendAsync(s.Draft("failed", "crash", "0").Restart("on-failure"));
        await s.SendAsync(s.Draft("any", "oneshot").Restart("any"));

        await s.Patience.BecomesAsync("three tasks of what fails", 30, async () => (await s.TasksAsync("failed")).Count >= 3 ? null : "fewer");
        await s.Patience.BecomesAsync("three tasks of what is always replaced", 30, async () => (await s.TasksAsync("any")).Count >= 3 ? null : "fewer");
        await s.Patience.StaysAsync("the one task of what is done", 2, async () => (await s.TasksAsync("done")).Count == 1 ? null : "there are more");
        Different.UnlessEqual("complete", (await s.TasksAsync("done"))[0].State, "the state of what is done");
    }

    [Behaviour]
    public static async Task Condition_none_replaces_nothing(Stage s)
    {
        await s.SendAsync(s.Draft("failed", "crash", "0").Restart("none"));
        await s.ReachesAsync("failed", "failed");

        await s.Patience.StaysAsync("the one task", 4, async () => (await s.TasksAsync("failed")).Count == 1 ? null : "there are more");
    }

    [Behaviour]
    public static async Task After_its_attempts_a_task_is_not_replaced_any_more(Stage s)
    {
        await s.SendAsync(s.Draft("web", "crash", "0").MaxAttempts(2));

        await s.Patience.BecomesAsync("the first task and two more to have failed", 40, async () =>
            (await s.TasksAsync("web")).Count(task => task.State == "failed") >= 3 ? null : "not yet");
        await s.Patience.StaysAsync("the three tasks", 4, async () => (await s.TasksAsync("web")).Count == 3 ? null : "there are more");
    }

    [Behaviour]
    public static async Task Of_a_slot_no_more_than_five_ended_tasks_are_kept(Stage s)
    {
        await s.SendAsync(s.Draft("web", "crash", "0").Delay(0.2));
        var seen = new HashSet<string>();
        await s.Patience.BecomesAsync("nine tasks", 60, async () =>
        {
            seen.UnionWith((await s.TasksAsync("web")).Select(task => task.Id));
            return seen.Count >= 9 ? null : $"{seen.Count}";
        });

        await s.Patience.BecomesAsync("the oldest to be forgotten", 20, async () =>
            (await s.TasksAsync("web")).Count(task => task.State == "failed") <= 5 ? null : "more than five are kept");
        s.Measure($"{(await s.TasksAsync("web")).Count} listed of {seen.Count} seen");
    }

    [Behaviour]
    public static async Task A_container_that_is_stopped_by_hand_is_replaced(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        var old = await s.TaskAsync("web");
        var list = await s.B.Api.ListAsync($"/containers/json?filters={Uri.EscapeDataString($$"""{"label":["com.docker.swarm.task.id={{old.Id}}"]}""")}");

        await s.B.Api.PostAsync($"/containers/{list[0]!["Id"]}/stop");

        await s.EndsAsync("web", old.Id);
        await s.RunsOnAsync("web", s.B);
        Different.Unless((await s.TaskAsync("web")).Id != old.Id, "another task should run");
        Different.UnlessEqual("complete", (await s.FindAsync("web", old.Id))!.State, "the old task, whose container exited with 0");
    }

    [Behaviour]
    public static async Task A_container_that_does_not_end_is_killed_after_its_grace(Stage s)
    {
        await s.CreateAsync(s.Draft("patient", "slowstop", "30").At(s.B).Grace(7));
        await s.CreateAsync(s.Draft("hasty", "slowstop", "30").At(s.B).Grace(2));
        var (patient, hasty) = (await EndAsync(s, "patient"), await EndAsync(s, "hasty"));

        Different.UnlessBetween(7, 17, patient, "the time to end with a grace of 7 s");
        Different.Unless(hasty < patient - 3, $"with a grace of 2 s ({hasty} s) it should be shorter than with 7 s ({patient} s)");
        s.Measure($"ended {patient:0.0} s after the update with a grace of 7 s, {hasty:0.0} s with 2 s");
    }

    [Behaviour]
    public static async Task A_container_is_told_to_stop_over_a_second_after_the_update(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        var after = await EndAsync(s, "web");
        Different.UnlessBetween(0.7, 8, after, "the time from the update to the end of a container that ends at once");
        s.Measure($"ended {after:0.0} s after the update");
    }

    [Behaviour]
    public static async Task On_an_overlay_network_a_container_is_told_to_stop_two_seconds_later(Stage s)
    {
        await s.CreateAsync(s.Draft("plain").At(s.B));
        await s.CreateAsync(s.Draft("overlay").At(s.B).Network(await s.CreateNetworkAsync("net")));
        var (plain, overlay) = (await EndAsync(s, "plain"), await EndAsync(s, "overlay"));

        Different.Unless(overlay > plain + 1, $"it should take longer on an overlay network ({overlay} s) than without ({plain} s)");
        s.Measure($"ended {plain:0.0} s after the update without, {overlay:0.0} s with an overlay network");
    }

    [Behaviour]
    public static async Task A_job_runs_to_its_end_and_is_not_replaced(Stage s)
    {
        await s.SendAsync(s.Draft("job", "oneshot").Restart("none").Edit(spec =>
        {
            spec["Mode"] = new System.Text.Json.Nodes.JsonObject { ["ReplicatedJob"] = new System.Text.Json.Nodes.JsonObject { ["MaxConcurrent"] = 1, ["TotalCompletions"] = 2 } };
            spec.Remove("UpdateConfig");
        }));

        await s.Patience.BecomesAsync("two runs to be complete", 30, async () => (await s.TasksAsync("job")).Count(task => task.State == "complete") == 2 ? null : "not yet");
        await s.Patience.StaysAsync("the two runs", 3, async () => (await s.TasksAsync("job")).Count == 2 ? null : "there are more");
    }

    private static async Task<double> EndAsync(Stage s, string name)
    {
        var old = await s.TaskAsync(name);
        await s.SeenAsync(name, old.Id);
        var at = await s.DeployAsync(name);
        return await s.GoneAsync(name, old.Id) - at;
    }

    private static async Task<double> SecondAsync(Stage s, string name)
    {
        await s.Patience.BecomesAsync($"a second container of {name}", 40, () => Task.FromResult(s.StaysOf(name).Count >= 2 ? null : "none"));
        return s.StaysOf(name)[1].From - s.StaysOf(name)[0].Until;
    }
}
