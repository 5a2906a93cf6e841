namespace Orcastra.Conformance.Themes;

/// <summary>API versions: what an engine says, and what it refuses.</summary>
public static class Versions
{
    [Behaviour]
    public static async Task A_ping_tells_the_newest_api_version_of_the_release(Stage s)
    {
        var newest = s.Swarm.Engine switch { "20.10" => "1.41", "26.1" => "1.45", var other => throw new Different($"this behaviour does not know {other}") };
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var ping = await s.A.Api.AnswerAsync(method, "/_ping");
            Different.UnlessEqual(200, ping.Status, "the status");
            Different.UnlessEqual(newest, ping.Headers["Api-Version"], "the header Api-Version");
        }

        var version = await s.A.Api.ReadAsync("/version");
        Different.UnlessEqual(newest, version["ApiVersion"]!.GetValue<string>(), "what /version says");
        Different.Unless(version["Version"]!.GetValue<string>().StartsWith(s.Swarm.Engine, StringComparison.Ordinal), $"the release should be {s.Swarm.Engine}");
        s.Measure($"from {version["MinAPIVersion"]!.GetValue<string>()} to {newest}");
    }

    [Behaviour]
    public static async Task A_newer_version_than_the_newest_is_refused_in_words(Stage s)
    {
        var newest = (await s.A.Api.ReadAsync("/version"))["ApiVersion"]!.GetValue<string>();
        var answer = await s.A.Api.AnswerAsync(HttpMethod.Get, "/v1.99/nodes");
        Different.UnlessEqual(400, answer.Status, "the status");
        Different.UnlessEqual($"client version 1.99 is too new. Maximum supported API version is {newest}", answer.Message, "the answer");
        Different.UnlessEqual(200, (await s.A.Api.AnswerAsync(HttpMethod.Get, $"/v{newest}/nodes")).Status, "the status with the newest");
    }

    [Behaviour]
    public static async Task An_older_version_than_the_oldest_is_refused_in_words(Stage s)
    {
        var oldest = (await s.A.Api.ReadAsync("/version"))["MinAPIVersion"]!.GetValue<string>();
        var older = $"1.{int.Parse(oldest[2..], System.Globalization.CultureInfo.InvariantCulture) - 1}";
        var answer = await s.A.Api.AnswerAsync(HttpMethod.Get, $"/v{older}/nodes");
        Different.UnlessEqual(400, answer.Status, "the status");
        Different.UnlessIn($"client version {older} is too old. Minimum supported API version is {oldest}", answer.Message, "the answer");
        Different.UnlessEqual(200, (await s.A.Api.AnswerAsync(HttpMethod.Get, $"/v{oldest}/nodes")).Status, "the status with the oldest");
    }

    [Behaviour]
    public static async Task Api_1_44_no_longer_tells_a_virtual_size_of_images(Stage s)
    {
        var image = (await s.A.Api.ListAsync("/images/json"))[0]!;
        Different.UnlessEqual(!s.IsFrom("25.0"), image["VirtualSize"] is not null, "whether there is a VirtualSize");
    }

    [Behaviour]
    public static async Task A_path_that_is_none_and_an_object_that_is_not_are_404(Stage s)
    {
        foreach (var path in new[] { "/nothing", "/services/none-such", "/nodes/none-such", "/tasks/none-such", "/configs/none-such", "/containers/none-such/json" })
        {
            Different.UnlessEqual(404, (await s.A.Api.AnswerAsync(HttpMethod.Get, path)).Status, $"the status for {path}");
        }

        s.Measure($"{(await s.A.Api.AnswerAsync(HttpMethod.Get, "/services/none-such")).Message}");
    }
}
