using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>Config objects, whose labels are a memory with compare-and-swap.</summary>
public static class Configs
{
    [Behaviour]
    public static async Task Of_two_writers_of_a_configs_labels_the_later_is_refused(Stage s)
    {
        var id = await s.CreateConfigAsync("memory");
        var version = (await s.Api.ReadAsync($"/configs/{id}"))["Version"]!["Index"]!.GetValue<ulong>();

        await WriteAsync(s, id, version, "first");
        var refusal = await Stage.RefusedAsync(() => WriteAsync(s, id, version, "second", s.B));

        Different.UnlessEqual(500, refusal.Status, "the status");
        Different.UnlessIn("update out of sequence", refusal.Message, "the answer");
        Different.UnlessEqual("first", (await s.C.Api.ReadAsync($"/configs/{id}"))["Spec"]!["Labels"]!["holder"]!.GetValue<string>(), "the label");
    }

    [Behaviour]
    public static async Task A_configs_data_stays_when_it_is_left_out_and_cannot_be_changed(Stage s)
    {
        var id = await s.CreateConfigAsync("memory");
        var version = (await s.Api.ReadAsync($"/configs/{id}"))["Version"]!["Index"]!.GetValue<ulong>();
        await WriteAsync(s, id, version, "mine");

        var now = await s.Api.ReadAsync($"/configs/{id}");
        Different.UnlessEqual("e30=", now["Spec"]!["Data"]!.GetValue<string>(), "the data");
        now["Spec"]!["Data"] = "bmV3";
        var refusal = await Stage.RefusedAsync(() => s.Api.PostAsync($"/configs/{id}/update?version={now["Version"]!["Index"]}", now["Spec"]));
        Different.UnlessIn("only updates to Labels are allowed", refusal.Message, "the answer");
        Different.UnlessEqual(400, refusal.Status, "the status");
    }

    [Behaviour]
    public static async Task A_configs_labels_may_have_one_and_a_half_megabytes_and_no_more(Stage s)
    {
        var id = await s.CreateConfigAsync("memory");
        var version = (await s.Api.ReadAsync($"/configs/{id}"))["Version"]!["Index"]!.GetValue<ulong>();
        await WriteAsync(s, id, version, new string('x', 1_500_000));

        version = (await s.Api.ReadAsync($"/configs/{id}"))["Version"]!["Index"]!.GetValue<ulong>();
        var refusal = await Stage.RefusedAsync(() => WriteAsync(s, id, version, new string('x', 1_600_000)));

        Different.UnlessEqual(500, refusal.Status, "the status");
        Different.UnlessIn("raft message is too large", refusal.Message, "the answer");
        await WriteAsync(s, id, version, "small");
    }

    [Behaviour]
    public static async Task A_configs_data_has_a_byte_at_least(Stage s)
    {
        var answer = await s.Api.AnswerAsync(HttpMethod.Post, "/configs/create", new JsonObject { ["Name"] = s.Name("empty"), ["Data"] = "" });
        Different.UnlessEqual(400, answer.Status, "the status");
        Different.UnlessIn("config data must be larger than 0 and less than", answer.Message, "the answer");
        s.Measure($"{answer.Message}");
    }

    [Behaviour]
    public static async Task A_list_of_configs_holds_their_data_and_a_name_can_be_had_once(Stage s)
    {
        var id = await s.CreateConfigAsync("memory");
        var listed = (await s.Api.ListAsync("/configs")).Single(config => config!["ID"]!.GetValue<string>() == id)!;
        Different.UnlessEqual("e30=", listed["Spec"]!["Data"]!.GetValue<string>(), "the data in a list");

        var refusal = await Stage.RefusedAsync(() => s.CreateConfigAsync("memory"));
        Different.UnlessEqual(409, refusal.Status, "the status for the same name again");
        await s.Api.DeleteAsync($"/configs/{id}");
        var gone = await Stage.RefusedAsync(() => s.Api.ReadAsync($"/configs/{id}"));
        Different.UnlessEqual(404, gone.Status, "the status for one that is removed");
    }

    private static Task WriteAsync(Stage s, string id, ulong version, string holder, Machine? by = null) => (by ?? s.A).Api.PostAsync(
        $"/configs/{id}/update?version={version}", new JsonObject { ["Name"] = s.Name("memory"), ["Labels"] = new JsonObject { ["holder"] = holder } });
}
