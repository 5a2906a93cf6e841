using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>How a changed service is rolled out.</summary>
public static class Updates
{
    [Behaviour]
    public static async Task Without_settings_an_update_replaces_one_task_after_the_other_and_stops_first(Stage s)
    {
        await s.CreateAsync(s.Draft("one", "slowstop", "2").Replicas(3).Edit(spec => spec.Remove("UpdateConfig")));
        await s.CreateAsync(s.Draft("all", "slowstop", "2").Replicas(3).Updated(parallelism: 0));
        var one = await ReplaceAsync(s, "one", 3);
        var all = await ReplaceAsync(s, "all", 3);

        Different.UnlessEqual(2, one.Fewest, "the fewest up when one is replaced at a time");
        Different.UnlessEqual(0.0, s.Overlap("one"), "the time for which two of a slot were up");
        Different.UnlessEqual(0, all.Fewest, "the fewest up when all are replaced at once");
        Different.Unless(one.Took > all.Took + 3, $"one by one ({one.Took} s) should take longer than all at once ({all.Took} s)");
        s.Measure($"3 tasks one by one {one.Took:0.0} s, at once {all.Took:0.0} s");
    }

    [Behaviour]
    public static async Task The_delay_of_an_update_lies_between_two_tasks(Stage s)
    {
        await s.CreateAsync(s.Draft("plain").Replicas(2));
        await s.CreateAsync(s.Draft("late").Replicas(2).Update("Delay", 5_000_000_000));
        var plain = await GapAsync(s, "plain");
        var late = await GapAsync(s, "late");

        Different.Unless(late >= 5, $"with a delay of 5 s the second task should start no sooner than that after the first, but did after {late} s");
        Different.Unless(plain < late, $"without a delay the second task should follow sooner ({plain} s) than with one ({late} s)");
        s.Measure($"from one task to the next without a delay {plain:0.0} s, with one of 5 s {late:0.0} s");
    }

    [Behaviour]
    public static async Task An_update_is_updating_until_its_new_task_was_watched_for_5_s_unless_told_otherwise(Stage s)
    {
        await s.CreateAsync(s.Draft("usual").Edit(spec => spec.Remove("UpdateConfig")));
        await s.CreateAsync(s.Draft("quick"));
        await s.DeployAsync("usual");
        await s.DeployAsync("quick");
        await s.UpdateIsAsync("usual", "updating", 5);
        await s.UpdateIsAsync("quick", "completed", 30);
        Different.UnlessEqual("updating", await s.StateAsync("usual"), "the update with the usual monitor when the one of 1 s is completed");
        await s.UpdateIsAsync("usual", "completed", 30);

        var status = (await s.ServiceAsync("usual"))["UpdateStatus"]!;
        var took = Moment(status["CompletedAt"]) - Moment(status["StartedAt"]);
        Different.Unless(took > 5, $"it should have been watched for 5 s, but was updating for {took} s only");
        Different.UnlessEqual("update completed", status["Message"]!.GetValue<string>(), "the message");
        s.Measure($"updating for {took:0.0} s");
    }

    [Behaviour]
    public static async Task A_task_that_fails_pauses_the_update_and_leaves_the_other_tasks_alone(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Replicas(2).Delay(null).Edit(spec => spec["UpdateConfig"] = new JsonObject { ["Parallelism"] = 1, ["Delay"] = 8_000_000_000 }));
        var before = await s.UpAsync("web");
        await s.CommandAsync("web", "crash", "0");

        await s.UpdateIsAsync("web", "paused", 30);

        var status = (await s.ServiceAsync("web"))["UpdateStatus"]!;
        Different.UnlessIn("update paused due to failure or early termination of task", status["Message"]!.GetValue<string>(), "the message");
        await s.Patience.StaysAsync("one of the old tasks", 4, async () => await StillAsync(s, before) == 1 ? null : $"{await StillAsync(s, before)} are up");
    }

    [Behaviour]
    public static async Task A_write_to_labels_alone_resumes_a_paused_update(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Replicas(2).Update("Delay", 15_000_000_000)); // longer than a busy machine takes to see the first one fail
        var before = await s.UpAsync("web");
        await s.CommandAsync("web", "crash", "0");
        await s.UpdateIsAsync("web", "paused", 30);
        Different.UnlessEqual(1, await StillAsync(s, before), "the number of old tasks still up");

        await s.EditAsync("web", spec => spec["Labels"]!["note"] = "mine");

        await s.Patience.BecomesAsync("the other old task to go too", 40, async () => await StillAsync(s, before) == 0 ? null : "it stays");
        await s.UpdateIsAsync("web", "paused", 30);
    }

    [Behaviour]
    public static async Task A_task_that_fails_rolls_the_update_back_if_told_to(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Updated(failure: "rollback"));
        var before = (await s.SpecAsync("web")).ToJsonString();
        await s.CommandAsync("web", "crash", "0");

        await s.UpdateIsAsync("web", "rollback_completed", 40);

        var service = await s.ServiceAsync("web");
        Different.UnlessEqual(before, service["Spec"]!.ToJsonString(), "the spec");
        Different.UnlessEqual("rollback completed", service["UpdateStatus"]!["Message"]!.GetValue<string>(), "the message");
        await s.Patience.BecomesAsync("the old command to run", 20, async () => (await s.UpAsync("web")).Count == 1 ? null : "it does not");
    }

    [Behaviour]
    public static async Task Start_first_stops_the_old_task_when_the_new_one_runs(Stage s)
    {
        await s.CreateAsync(s.Draft("web", "slowstop", "2").Updated(order: "start-first"));
        var old = await s.TaskAsync("web");
        await s.SeenAsync("web", old.Id);

        var at = await s.DeployAsync("web");

        await s.EndsAsync("web", old.Id);
        await s.GoneAsync("web", old.Id);
        Different.Unless(s.Overlap("web", at) > 1.5, "both should have been up during the stop of the old one");
        Different.UnlessEqual(1, (await s.UpAsync("web")).Count, "the number of tasks in the end");
    }

    [Behaviour]
    public static async Task Start_first_never_ends_where_the_old_task_holds_what_the_new_one_needs(Stage s)
    {
        await s.CreateAsync(s.Draft("port").At(s.B).HostPort(s.Port).Updated(order: "start-first"));
        await s.CreateAsync(s.Draft("most").At(s.B).MaxPerNode(1).Updated(order: "start-first"));
        var (port, most) = (await s.UpAsync("port"), await s.UpAsync("most"));

        await s.DeployAsync("port");
        await s.DeployAsync("most");

        await s.WaitsAsync("port");
        await s.WaitsAsync("most");
        await s.KeepsAsync("port", port, 4);
        await s.KeepsAsync("most", most, 2);
        Different.UnlessEqual("updating", await s.StateAsync("port"), "the update that needs the port");
        Different.UnlessEqual("updating", await s.StateAsync("most"), "the update that needs the place");
    }

    [Behaviour]
    public static async Task A_stop_first_update_does_not_ask_whether_its_new_task_has_a_place(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.A));
        var old = await s.TaskAsync("web");

        await s.EditAsync("web", spec => spec["TaskTemplate"]!["Resources"] = new JsonObject
        {
            ["Reservations"] = new JsonObject { ["MemoryBytes"] = 1L << 50 },
        });

        await s.EndsAsync("web", old.Id);
        await s.WaitsAsync("web");
        await s.Patience.StaysAsync("the lack of a task", 3, async () => (await s.UpAsync("web")).Count == 0 ? null : "it runs");
        Different.UnlessEqual("updating", await s.StateAsync("web"), "the update");
    }

    [Behaviour]
    public static async Task A_forced_update_replaces_every_task(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Replicas(2).Updated(parallelism: 0));
        var before = await s.UpAsync("web");

        await s.EditAsync("web", spec => spec["TaskTemplate"]!["ForceUpdate"] = 1);

        await s.Patience.BecomesAsync("all tasks to be new", 40, async () =>
            await s.UpAsync("web") is { Count: 2 } now && !now.Any(task => before.Any(old => old.Id == task.Id)) ? null : "not yet");
    }

    private static async Task<int> StillAsync(Stage s, IReadOnlyList<SeenTask> before) => (await s.UpAsync("web")).Count(task => before.Any(old => old.Id == task.Id));

    private static double Moment(JsonNode? at) => (DateTimeOffset.Parse(at!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).TotalSeconds;

    // How long after the first new task of two the second one is up.
    private static async Task<double> GapAsync(Stage s, string name)
    {
        await ReplaceAsync(s, name, 2);
        var ups = new List<double>();
        foreach (var task in await s.UpAsync(name))
        {
            ups.Add((await s.SeenAsync(name, task.Id)).From);
        }

        return ups.Max() - ups.Min();
    }

    private static async Task<(double Took, int Fewest)> ReplaceAsync(Stage s, string name, int count)
    {
        foreach (var task in await s.UpAsync(name))
        {
            await s.SeenAsync(name, task.Id);
        }

        var before = await s.UpAsync(name);
        var at = await s.DeployAsync(name);
        await s.Patience.BecomesAsync($"all of {name} to be new", 90, async () =>
            await s.UpAsync(name) is var now && now.Count == count && !now.Any(task => before.Any(old => old.Id == task.Id)) ? null : string.Join("; ", now));
        var last = await s.SeenAsync(name, (await s.UpAsync(name)).OrderBy(task => task.Since, StringComparer.Ordinal).Last().Id);
        return (last.From - at, s.FewestUp(name, at, last.From));
    }
}
