using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>Which changes of a service's placement restart what, and what a constraint may say.</summary>
public static class Placement
{
    [Behaviour]
    public static async Task A_change_of_placement_alone_restarts_nothing_whose_node_still_fits(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        var before = await s.UpAsync("web");

        await s.ConstrainAsync("web", $"node.id == {s.B.Id}", $"node.hostname != {s.C}");
        await s.KeepsAsync("web", before, 2);
        await s.ConstrainAsync("web");
        await s.EditAsync("web", spec => spec["TaskTemplate"]!["Placement"]!["Preferences"] =
            new JsonArray(new JsonObject { ["Spread"] = new JsonObject { ["SpreadDescriptor"] = "node.labels.rack" } }));
        await s.EditAsync("web", spec => spec["TaskTemplate"]!["Placement"]!["MaxReplicas"] = 5);

        await s.KeepsAsync("web", before, 4);
    }

    [Behaviour]
    public static async Task Of_several_tasks_a_new_constraint_moves_those_that_must_and_no_others(Stage s)
    {
        var label = s.Name("zone");
        await s.LabelAsync(s.A, label);
        await s.LabelAsync(s.B, label);
        await s.CreateAsync(s.Draft("web").BoundTo(label).Replicas(2));
        var staying = (await s.UpAsync("web")).Single(task => task.NodeId == s.B.Id);

        await s.ConstrainAsync("web", $"node.id == {s.B.Id}");

        await s.Patience.BecomesAsync("both to be on the node", 30, async () => await s.UpAsync("web") is [var one, var two] && one.NodeId == s.B.Id && two.NodeId == s.B.Id ? null : "not yet");
        Different.Unless((await s.UpAsync("web")).Any(task => task.Id == staying.Id), "the task that was there should still run");
    }

    [Behaviour]
    public static async Task Anything_else_changed_in_the_same_write_restarts(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        var before = await s.TaskAsync("web");

        await s.EditAsync("web", spec =>
        {
            Stage.Constrain(spec, $"node.id == {s.B.Id}");
            spec["TaskTemplate"]!["ContainerSpec"]!["Env"] = new JsonArray("A=1");
        });

        await s.EndsAsync("web", before.Id);
        await s.RunsOnAsync("web", s.B);
    }

    [Behaviour]
    public static async Task Another_registry_login_alone_restarts_nothing_but_together_with_a_constraint_it_does(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        var before = await s.UpAsync("web");

        await LogInAsync(s, "first", _ => { });
        await s.KeepsAsync("web", before);
        await s.EditAsync("web", spec => spec["Labels"]!["a"] = "b"); // a write without a login keeps that of the spec
        await s.KeepsAsync("web", before);
        await LogInAsync(s, "second", spec => Stage.Constrain(spec, $"node.id == {s.B.Id}"));

        await s.EndsAsync("web", before[0].Id);
        await s.RunsOnAsync("web", s.B);
    }

    [Behaviour]
    public static async Task Label_keys_are_case_sensitive_and_values_are_not(Stage s)
    {
        var label = s.Name("Key");
        await s.LabelAsync(s.B, label, "Value");
        await s.CreateAsync(s.Draft("value").Constrained($"node.labels.{label} == vALUE"));
        await s.SendAsync(s.Draft("key").Constrained($"node.labels.{label.ToLowerInvariant()} == Value"));

        Different.UnlessEqual(s.B.Id, (await s.TaskAsync("value")).NodeId, "where the service runs");
        await s.WaitsAsync("key");
        await s.Patience.StaysAsync("the wait", 2, async () => (await s.UpAsync("key")).Count == 0 ? null : "it runs");
    }

    [Behaviour]
    public static async Task A_label_that_is_not_there_is_empty_so_that_unequal_matches(Stage s)
    {
        var label = s.Name("db");
        await s.LabelAsync(s.A, label, "x");
        await s.LabelAsync(s.B, label, "x");
        await s.CreateAsync(s.Draft("web").Constrained($"node.labels.{label} != x", "node.role == manager").Replicas(2));

        Different.Unless((await s.UpAsync("web")).All(task => task.NodeId == s.C.Id), "both should run where the label is not");
    }

    [Behaviour]
    public static async Task Nodes_can_be_told_by_id_host_name_role_and_system(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Constrained(
            $"node.id == {s.B.Id}", $"node.hostname == {s.B.Name.ToUpperInvariant()}", "node.role == manager", "node.role != worker", "node.platform.os == linux", $"node.id != {s.A.Id}"));
        Different.UnlessEqual(s.B.Id, (await s.TaskAsync("web")).NodeId, "where the service runs");
        await s.SendAsync(s.Draft("none").Constrained("node.platform.os == windows"));
        await s.WaitsAsync("none");
    }

    [Behaviour]
    public static async Task A_constraint_is_a_key_equal_or_unequal_and_a_value_and_else_refused(Stage s)
    {
        foreach (var (wrong, why) in new[]
        {
            ("node.labels.a > 1", "constraint expected one operator from ==, !="),
            ("node.labels.a = 1", "constraint expected one operator from ==, !="),
            ("node.labels.a", "constraint expected one operator from ==, !="),
            ("node.labels.a/b == 1", "key 'node.labels.a/b' is invalid"),
            ("node labels == 1", "key 'node labels' is invalid"),
            ("1node == 1", "key '1node' is invalid"),
            ("node.labels.a ==", "value '' is invalid"),
        })
        {
            var refusal = await Stage.RefusedAsync(() => s.SendAsync(s.Draft("wrong").Constrained(wrong)));
            Different.UnlessEqual(500, refusal.Status, $"the status for '{wrong}'");
            Different.UnlessIn($"rpc error: code = Unknown desc = {why}", refusal.Message, $"the answer for '{wrong}'");
        }

        var number = 0;
        foreach (var right in new[] { "node.labels.3d == 1", "node.labels.a.b-c_d == 1", "node.labels.a==1", "  node.labels.a != 1 ", "node.labels.a == b c$d", "node.unknown == 1", "Node.Labels.X == 1" })
        {
            await s.SendAsync(s.Draft($"right{number++}").Constrained(right));
        }
    }

    private static async Task LogInAsync(Stage s, string user, Action<JsonObject> edit)
    {
        var service = await s.ServiceAsync("web");
        edit((JsonObject)service["Spec"]!);
        var login = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["username"] = user, ["password"] = "b" }.ToJsonString()));
        await s.Api.PostAsync($"/services/{s.Name("web")}/update?version={service["Version"]!["Index"]}", service["Spec"], ("X-Registry-Auth", login));
    }
}
