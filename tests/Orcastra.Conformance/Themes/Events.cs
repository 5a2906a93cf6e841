using System.Globalization;
using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>What events tell, and what they do not.</summary>
public static class Events
{
    [Behaviour]
    public static async Task Every_manager_tells_of_services_and_of_none_of_their_tasks(Stage s)
    {
        var service = s.Name("web");
        var heard = ListenAsync(s, s.B, 12);
        await s.CreateAsync(s.Draft("web").At(s.C));
        await s.DeployAsync("web");
        await s.PassAsync(3);
        await s.View.RemoveAsync(service);

        var mine = (await heard).Where(told => NameOf(told) == service).ToList();
        Different.UnlessEqual("create,remove,update", string.Join(",", mine.Select(ActionOf).Distinct().Order(StringComparer.Ordinal)), "what was told of the service");
        Different.Unless(mine.All(told => told["Type"]!.GetValue<string>() == "service" && told["scope"]!.GetValue<string>() == "swarm"), "all should be of type service and of scope swarm");
        s.Measure($"{mine.Count} events, the attributes of an update: {string.Join(",", ((JsonObject)mine.First(told => ActionOf(told) == "update")["Actor"]!["Attributes"]!).Select(entry => entry.Key))}");
    }

    [Behaviour]
    public static async Task A_change_of_a_nodes_labels_tells_its_name_alone(Stage s)
    {
        var heard = ListenAsync(s, s.C, 4, "node");
        await s.PassAsync(1);
        await s.LabelAsync(s.B, s.Name("db"));

        var told = (await heard).Where(told => NameOf(told) == s.B.Name && ActionOf(told) == "update").ToList();
        Different.Unless(told.Count > 0, "an update of the node should be told");
        Different.Unless(
            told.Any(one => string.Join(",", ((JsonObject)one["Actor"]!["Attributes"]!).Select(entry => entry.Key)) == "name"),
            $"it should hold the name alone: {told[0].ToJsonString()}");
        Different.UnlessEqual(s.B.Id, told[0]["Actor"]!["ID"]!.GetValue<string>(), "whose update it is");
    }

    [Behaviour]
    public static async Task A_config_is_told_of_and_so_is_each_write_of_its_labels(Stage s)
    {
        var heard = ListenAsync(s, s.B, 5);
        await s.PassAsync(1);
        var config = await s.CreateConfigAsync("data");
        await s.Api.EditAsync($"/configs/{config}", spec => spec["Labels"] = new JsonObject { ["a"] = "b" });
        await s.Api.DeleteAsync($"/configs/{config}");

        var mine = (await heard).Where(told => told["Type"]!.GetValue<string>() == "config" && told["Actor"]!["ID"]!.GetValue<string>() == config).Select(ActionOf);
        Different.UnlessEqual("create,update,remove", string.Join(",", mine), "what was told of the config");
    }

    [Behaviour]
    public static async Task Since_tells_again_what_was_and_no_more_than_256_of_them(Stage s)
    {
        var id = await s.CreateConfigAsync("data");
        var began = s.Clock;
        for (var count = 0; count < 280; count++)
        {
            await s.Api.EditAsync($"/configs/{id}", spec => spec["Labels"] = new JsonObject { ["count"] = count.ToString(CultureInfo.InvariantCulture) });
        }

        await s.PassAsync(1);
        var answer = await s.B.Api.AnswerAsync(HttpMethod.Get, $"/events?since={Text(began - 1)}&until={Text(s.Clock)}");
        var mine = answer.Objects.Count(told => told["Actor"]!["ID"]!.GetValue<string>() == id);
        Different.UnlessBetween(100, 256, answer.Objects.Count, "how many are told again");
        Different.Unless(mine < 280, "not all should be told again");
        s.Measure($"{answer.Objects.Count} told again, {mine} of 280");
    }

    [Behaviour]
    public static async Task A_container_is_told_of_by_its_own_engine_alone(Stage s)
    {
        var (own, other) = (ListenAsync(s, s.B, 9, "container"), ListenAsync(s, s.C, 9, "container"));
        await s.CreateAsync(s.Draft("web").At(s.B));
        var task = await s.TaskAsync("web");
        await s.View.RemoveAsync(s.Name("web"));

        var told = (await own).Where(told => told["Actor"]!["Attributes"]!["com.docker.swarm.service.name"]?.GetValue<string>() == s.Name("web")).ToList();
        foreach (var action in new[] { "create", "start", "die" })
        {
            Different.Unless(told.Any(one => ActionOf(one) == action), $"its engine should tell '{action}', but tells {string.Join(",", told.Select(ActionOf))}");
        }

        Different.UnlessEqual(task.Id, told[0]["Actor"]!["Attributes"]!["com.docker.swarm.task.id"]!.GetValue<string>(), "the task it belongs to");
        Different.UnlessEqual("local", told[0]["scope"]!.GetValue<string>(), "the scope");
        Different.Unless(!(await other).Any(one => one.ToJsonString().Contains(s.Name("web"), StringComparison.Ordinal)), "another engine should tell nothing");
    }

    [Behaviour(Reach.Worker)]
    public static async Task A_worker_tells_nothing_of_the_swarm(Stage s)
    {
        var heard = ListenAsync(s, s.Worker, 6);
        await s.PassAsync(1);
        await s.CreateAsync(s.Draft("web").At(s.A));
        await s.LabelAsync(s.B, s.Name("db"));

        var told = (await heard).Where(one => one["scope"]!.GetValue<string>() == "swarm").ToList();
        Different.UnlessEqual(0, told.Count, "the number of events of the swarm");
    }

    private static string ActionOf(JsonObject told) => told["Action"]!.GetValue<string>();

    private static string NameOf(JsonObject told) => told["Actor"]!["Attributes"]!["name"]?.GetValue<string>() ?? "";

    private static string Text(double clock) => clock.ToString("0.000000", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<JsonObject>> ListenAsync(Stage s, Machine node, double seconds, string? type = null)
    {
        var filter = type is null ? "" : $"&filters={Uri.EscapeDataString($$"""{"type":["{{type}}"]}""")}";
        return (await node.Api.AnswerAsync(HttpMethod.Get, $"/events?until={Text(s.Clock + seconds)}{filter}")).Objects;
    }
}
