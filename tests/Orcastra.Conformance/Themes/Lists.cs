using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>What lists hold, and what their filters let through.</summary>
public static class Lists
{
    [Behaviour]
    public static async Task Services_are_filtered_by_the_beginning_of_their_name_by_label_and_by_mode(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Labelled(s.Name("mark"), "x"));
        await s.CreateAsync(s.Draft("webapp").Global().At(s.B));

        Different.UnlessEqual("web,webapp", await NamesAsync(s, "name", s.Name("web")), "by the beginning of a name");
        Different.UnlessEqual("webapp", await NamesAsync(s, "name", s.Name("weba")), "by more of it");
        Different.UnlessEqual("web", await NamesAsync(s, "label", s.Name("mark")), "by a label");
        Different.UnlessEqual("web", await NamesAsync(s, "label", $"{s.Name("mark")}=x"), "by a label and its value");
        Different.UnlessEqual("", await NamesAsync(s, "label", $"{s.Name("mark")}=y"), "by a label and another value");
        Different.UnlessIn("webapp", await NamesAsync(s, "mode", "global"), "by mode");
        var id = (await s.ServiceAsync("web"))["ID"]!.GetValue<string>();
        Different.UnlessEqual("web", await NamesAsync(s, "id", id), "by ID");
    }

    [Behaviour]
    public static async Task Tasks_are_filtered_by_service_node_and_desired_state(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        await s.CreateAsync(s.Draft("webapp").At(s.C));
        await s.DeployAsync("web");
        await s.UpdateIsAsync("web", "completed");
        var now = await s.TaskAsync("web");
        var id = (await s.ServiceAsync("web"))["ID"]!.GetValue<string>();

        Different.UnlessEqual(2, (await TasksAsync(s, ("service", s.Name("web")))).Count, "the tasks of a service by its name");
        Different.UnlessEqual(2, (await TasksAsync(s, ("service", id))).Count, "the tasks of a service by its ID");
        Different.UnlessEqual(now.Id, string.Join(",", await TasksAsync(s, ("service", id), ("desired-state", "running"))), "those that are wanted");
        Different.UnlessEqual(1, (await TasksAsync(s, ("service", id), ("desired-state", "shutdown"))).Count, "those that are not");
        Different.UnlessEqual(0, (await TasksAsync(s, ("service", id), ("node", s.C.Id))).Count, "those on another node");
        Different.UnlessEqual(2, (await TasksAsync(s, ("service", id), ("node", s.B.Name))).Count, "those on the node by its name");
        Different.UnlessEqual(now.Id, string.Join(",", await TasksAsync(s, ("id", now.Id))), "by ID");
    }

    [Behaviour]
    public static async Task A_filter_of_tasks_by_a_service_that_is_not_is_404_and_a_filter_that_is_none_is_refused(Stage s)
    {
        var unknown = await s.Api.AnswerAsync(HttpMethod.Get, $"/tasks?filters={Filter(("service", s.Name("none")))}");
        Different.UnlessEqual((404, $"service {s.Name("none")} not found"), (unknown.Status, unknown.Message), "the answer for a service that is not");
        foreach (var path in new[] { "/tasks", "/services", "/nodes", "/configs" })
        {
            var refusal = await Stage.RefusedAsync(() => s.Api.ListAsync($"{path}?filters={Filter(("colour", "red"))}"));
            Different.UnlessEqual(400, refusal.Status, $"the status for {path}");
            Different.UnlessIn("invalid filter", refusal.Message, $"the answer for {path}");
        }
    }

    [Behaviour]
    public static async Task Nodes_are_filtered_by_name_role_and_label(Stage s)
    {
        var label = s.Name("mark");
        await s.LabelAsync(s.B, label);
        Different.UnlessEqual(s.B.Id, await NodesAsync(s, ("name", s.B.Name)), "by name");
        Different.UnlessEqual(s.B.Id, await NodesAsync(s, ("id", s.B.Id)), "by ID");
        Different.UnlessEqual(s.B.Id, await NodesAsync(s, ("node.label", label)), "by a label");
        Different.UnlessIn(s.B.Id, await NodesAsync(s, ("role", "manager")), "by role");
        Different.Unless(!(await NodesAsync(s, ("role", "worker"))).Contains(s.B.Id, StringComparison.Ordinal), "a manager is no worker");
    }

    [Behaviour]
    public static async Task A_list_of_services_tells_how_many_tasks_run_if_asked(Stage s)
    {
        await s.CreateAsync(s.Draft("web").Replicas(2));
        await s.SendAsync(s.Draft("none").Constrained("node.hostname == nowhere"));
        await s.WaitsAsync("none");

        var plain = (await s.Api.ListAsync("/services")).Single(service => service!["Spec"]!["Name"]!.GetValue<string>() == s.Name("web"))!;
        Different.Unless(plain["ServiceStatus"] is null, "unasked there should be no counts");
        foreach (var (name, running, desired) in new[] { ("web", 2, 2), ("none", 0, 1) })
        {
            var found = (await s.Api.ListAsync("/services?status=true")).Single(service => service!["Spec"]!["Name"]!.GetValue<string>() == s.Name(name))!;
            Different.UnlessEqual(running, found["ServiceStatus"]!["RunningTasks"]!.GetValue<int>(), $"the running tasks of {name}");
            Different.UnlessEqual(desired, found["ServiceStatus"]!["DesiredTasks"]!.GetValue<int>(), $"the wanted tasks of {name}");
        }
    }

    [Behaviour]
    public static async Task A_nodes_engine_lists_its_own_containers_with_the_task_that_each_belongs_to(Stage s)
    {
        await s.CreateAsync(s.Draft("web").At(s.B));
        var task = await s.TaskAsync("web");
        var service = (await s.ServiceAsync("web"))["ID"]!.GetValue<string>();
        var filter = Filter(("label", $"com.docker.swarm.service.name={s.Name("web")}"));

        Different.UnlessEqual(0, (await s.C.Api.ListAsync($"/containers/json?filters={filter}")).Count, "the containers on another node");
        var labels = (await s.B.Api.ListAsync($"/containers/json?filters={filter}"))[0]!["Labels"]!;
        Different.UnlessEqual(task.Id, labels["com.docker.swarm.task.id"]!.GetValue<string>(), "the task's ID");
        Different.UnlessEqual($"{s.Name("web")}.1.{task.Id}", labels["com.docker.swarm.task.name"]!.GetValue<string>(), "the task's name");
        Different.UnlessEqual(service, labels["com.docker.swarm.service.id"]!.GetValue<string>(), "the service's ID");
        Different.UnlessEqual(s.B.Id, labels["com.docker.swarm.node.id"]!.GetValue<string>(), "the node's ID");
    }

    private static async Task<string> NamesAsync(Stage s, string key, string value) => string.Join(",",
        (await s.Api.ListAsync($"/services?filters={Filter((key, value))}"))
            .Select(service => service!["Spec"]!["Name"]!.GetValue<string>())
            .Where(name => name.StartsWith(s.Name(""), StringComparison.Ordinal))
            .Select(name => name[s.Name("").Length..]).Order(StringComparer.Ordinal));

    private static async Task<List<string>> TasksAsync(Stage s, params (string Key, string Value)[] filters) =>
        [.. (await s.Api.ListAsync($"/tasks?filters={Filter(filters)}")).Select(task => task!["ID"]!.GetValue<string>())];

    private static async Task<string> NodesAsync(Stage s, params (string Key, string Value)[] filters) =>
        string.Join(",", (await s.Api.ListAsync($"/nodes?filters={Filter(filters)}")).Select(node => node!["ID"]!.GetValue<string>()));

    private static string Filter(params (string Key, string Value)[] filters)
    {
        var json = new JsonObject();
        foreach (var (key, value) in filters)
        {
            json[key] = new JsonArray(value);
        }

        return Uri.EscapeDataString(json.ToJsonString());
    }
}
