using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>What a write to a service, a node or the Swarm does besides what it says.</summary>
public static class Writes
{
    [Behaviour]
    public static async Task A_stale_version_is_a_500_that_says_update_out_of_sequence(Stage s)
    {
        await s.CreateAsync(s.Draft("web"));
        var config = await s.CreateConfigAsync("data");
        foreach (var path in new[] { $"/services/{s.Name("web")}", $"/nodes/{s.B.Id}", $"/configs/{config}", "/swarm" })
        {
            var seen = await s.Api.ReadAsync(path);
            var stale = seen["Version"]!["Index"]!.GetValue<ulong>() - 1;
            var refusal = await Stage.RefusedAsync(() => s.Api.PostAsync($"{path}/update?version={stale}", seen["Spec"]));
            Different.UnlessEqual(500, refusal.Status, $"the status for {path}");
            Different.UnlessIn("update out of sequence", refusal.Message, $"the answer for {path}");
        }

        var old = (await s.ServiceAsync("web"))["Version"]!["Index"]!.GetValue<ulong>();
        await s.EditAsync("web", spec => spec["Labels"]!["a"] = "b");
        var late = await Stage.RefusedAsync(async () => await s.Api.PostAsync($"/services/{s.Name("web")}/update?version={old}", await s.SpecAsync("web")));
        s.Measure($"{late.Message[late.Message.IndexOf('{')..]}");
    }

    [Behaviour]
    public static async Task Swarms_own_progress_with_an_update_changes_the_version_too(Stage s)
    {
        await s.CreateAsync(s.Draft("web"));
        await s.DeployAsync("web");
        var before = await VersionAsync(s);
        await s.UpdateIsAsync("web", "completed");

        Different.Unless(await VersionAsync(s) > before, "the version should have gone on");
    }

    [Behaviour]
    public static async Task Every_write_puts_what_was_before_into_the_previous_spec(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        Different.Unless((await s.ServiceAsync("web"))["PreviousSpec"] is null, "a new service should have no previous spec");
        var before = await s.UpAsync("web");
        var first = (await s.SpecAsync("web")).ToJsonString();

        await s.EditAsync("web", spec => spec["Labels"]!["a"] = "b");
        var second = (await s.SpecAsync("web")).ToJsonString();
        Different.UnlessEqual(first, (await s.ServiceAsync("web"))["PreviousSpec"]?.ToJsonString(), "the previous spec after a label");
        await s.EditAsync("web", _ => { });
        Different.UnlessEqual(second, (await s.ServiceAsync("web"))["PreviousSpec"]?.ToJsonString(), "the previous spec after a write of the same");

        await s.KeepsAsync("web", before);
    }

    [Behaviour]
    public static async Task Every_write_clears_the_update_status_and_one_that_replaces_nothing_gets_no_new_one(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        Different.Unless((await s.ServiceAsync("web"))["UpdateStatus"] is null, "a new service should have no update status");
        await s.DeployAsync("web");
        await s.UpdateIsAsync("web", "completed");

        await s.EditAsync("web", spec => spec["Labels"]!["a"] = "b");

        Different.Unless((await s.ServiceAsync("web"))["UpdateStatus"] is null, "the update status should be gone");
        await s.Patience.StaysAsync("the lack of an update status", 3, async () => await s.StateAsync("web") is { Length: > 0 } state ? state : null);
    }

    [Behaviour]
    public static async Task A_rollback_brings_back_a_pin_that_was_taken_away_unless_a_write_of_the_same_came_after(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.A));
        await s.ConstrainAsync("web", Pins.At(s.B));
        await s.RunsOnAsync("web", s.B);
        await s.ConstrainAsync("web");
        var before = await s.UpAsync("web");
        Different.UnlessIn(s.B.Id, (await s.ServiceAsync("web"))["PreviousSpec"]!.ToJsonString(), "the previous spec");
        await RollBackAsync(s);
        Different.UnlessIn(s.B.Id, (await s.SpecAsync("web")).ToJsonString(), "the spec after a rollback");

        await s.ConstrainAsync("web");
        await s.EditAsync("web", _ => { });
        await RollBackAsync(s);

        Different.Unless(!(await s.SpecAsync("web")).ToJsonString().Contains(s.B.Id, StringComparison.Ordinal), "the pin should not have come back");
        await s.KeepsAsync("web", before);
    }

    [Behaviour]
    public static async Task A_rollback_replaces_tasks_as_an_update_does_and_says_so(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        var first = await s.SpecAsync("web");
        await s.DeployAsync("web");
        await s.UpdateIsAsync("web", "completed");
        var second = await s.TaskAsync("web");

        await RollBackAsync(s);

        await s.UpdateIsAsync("web", "rollback_completed");
        Different.UnlessEqual(first.ToJsonString(), (await s.SpecAsync("web")).ToJsonString(), "the spec");
        Different.Unless((await s.TaskAsync("web")).Id != second.Id, "another task should run");
    }

    [Behaviour]
    public static async Task The_update_status_does_not_say_whose_update_it_is(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        await s.DeployAsync("web");
        await s.UpdateIsAsync("web", "completed");

        var keys = ((JsonObject)(await s.ServiceAsync("web"))["UpdateStatus"]!).Select(entry => entry.Key).Order(StringComparer.Ordinal);
        Different.UnlessEqual("CompletedAt,Message,StartedAt,State", string.Join(",", keys), "what it holds");
    }

    [Behaviour]
    public static async Task A_deploy_of_the_same_file_strips_what_was_added_from_outside_and_restarts_nothing(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Constrained("node.role == manager"));
        var file = await s.SpecAsync("web");
        var task = await s.TaskAsync("web");
        var home = s.Swarm.Nodes.First(node => node.Id == task.NodeId);
        await s.EditAsync("web", spec =>
        {
            Stage.Constrain(spec, "node.role == manager", Pins.At(home));
            spec["Labels"]!["mine"] = "1";
        });
        var before = await s.UpAsync("web");

        await s.EditAsync("web", spec => Become(spec, file));

        Different.UnlessEqual(file.ToJsonString(), (await s.SpecAsync("web")).ToJsonString(), "the spec");
        await s.KeepsAsync("web", before);
    }

    [Behaviour]
    public static async Task A_spec_read_with_defaults_is_another_one_than_the_owners(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Edit(spec =>
        {
            spec.Remove("UpdateConfig");
            ((JsonObject)spec["TaskTemplate"]!).Remove("RestartPolicy");
        }));
        var full = (await s.Api.ReadAsync($"/services/{s.Name("web")}?insertDefaults=true"))["Spec"]!;
        var plain = await s.SpecAsync("web");

        Different.Unless(plain["UpdateConfig"] is null && plain["TaskTemplate"]!["RestartPolicy"] is null, "the owner's spec should have no settings for updates and restarts");
        Different.UnlessEqual(1, full["UpdateConfig"]!["Parallelism"]!.GetValue<int>(), "the usual parallelism");
        Different.UnlessEqual("pause", full["UpdateConfig"]!["FailureAction"]!.GetValue<string>(), "the usual action on failure");
        Different.UnlessEqual("stop-first", full["UpdateConfig"]!["Order"]!.GetValue<string>(), "the usual order");
        Different.UnlessEqual(5_000_000_000, full["UpdateConfig"]!["Monitor"]!.GetValue<long>(), "the usual monitor");
        Different.UnlessEqual("any", full["TaskTemplate"]!["RestartPolicy"]!["Condition"]!.GetValue<string>(), "the usual condition");
        Different.UnlessEqual(5_000_000_000, full["TaskTemplate"]!["RestartPolicy"]!["Delay"]!.GetValue<long>(), "the usual delay");
    }

    internal static async Task RollBackAsync(Stage s)
    {
        var now = await s.ServiceAsync("web");
        await s.Api.PostAsync($"/services/{s.Name("web")}/update?version={now["Version"]!["Index"]}&rollback=previous", now["Spec"]);
    }

    private static async Task<ulong> VersionAsync(Stage s) => (await s.ServiceAsync("web"))["Version"]!["Index"]!.GetValue<ulong>();

    private static void Become(JsonObject spec, JsonObject other)
    {
        spec.Clear();
        foreach (var (key, value) in other)
        {
            spec[key] = value?.DeepClone();
        }
    }
}
