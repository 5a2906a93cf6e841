using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>Managers that cannot reach each other.</summary>
public static class Quorum
{
    [Behaviour(Reach.Swarm)]
    public static async Task Without_quorum_the_leader_answers_reads_for_some_seconds_then_all_is_a_500_while_containers_run_on(Stage s)
    {
        var (leader, others) = await LeaderAsync(s);
        await s.CreateAsync(s.Draft("web").At(leader));
        var task = (await s.TaskAsync("web")).Id;
        await s.SeenAsync("web", task);
        await s.Swarm.CutAsync(others[0]);
        await s.Swarm.CutAsync(others[1]);
        var cut = s.Now;

        Different.UnlessEqual(200, (await ReadAsync(leader)).Status, "the status of a read right after the loss, which the leader does not know of yet");
        var written = leader.Api.AnswerAsync(HttpMethod.Post, "/configs/create", new JsonObject { ["Name"] = s.Name("config"), ["Data"] = "e30=" });
        RawAnswer answer;
        var (known, failures) = (s.Now, new List<string>());
        do
        {
            await s.PassAsync(0.5);
            var asked = s.Now;
            answer = await ReadAsync(leader);
            known = answer.Status == 200 ? asked : known;
            if (answer.Status != 200)
            {
                failures.Add(answer.ToString());
            }
        }
        while (!answer.Message.Contains("The swarm does not have a leader", StringComparison.Ordinal) && s.Now < cut + 90);

        Different.Unless(failures.TrueForAll(failure => failure.StartsWith("500", StringComparison.Ordinal)), $"every failure should be a 500: {string.Join("; ", failures)}");
        Different.UnlessIn("The swarm does not have a leader", answer.Message, "the answer in the end");
        Different.Unless(known > cut + 2, $"reads should go on for some seconds, but went on for {known - cut} s");
        Different.UnlessIn("leader", (await ReadAsync(others[0])).Message, "the answer of another manager");
        Different.Unless((await written).Status == 500, $"a write should fail: {await written}");
        Different.UnlessEqual("active", (await Stage.PartAsync(leader))["LocalNodeState"]!.GetValue<string>(), "its part");
        Different.Unless(s.StayOf("web", task).IsUp, "the container should still be up");
        s.Measure($"the leader answers reads for {known - cut:0.0} s more, then {failures[0]}; it says that there is no leader after {s.Now - cut:0.0} s; a write: {await written}");

        await s.Swarm.HealAsync(others[0]);
        await s.Swarm.HealAsync(others[1]);
        var healed = s.Now;
        await s.Patience.BecomesAsync("reads to work again", 90, async () => (await leader.Api.AnswerAsync(HttpMethod.Get, "/services")) is { Status: not 200 } still ? still.ToString() : null);
        s.Measure($"reads {s.Now - healed:0.0} s after the healing");
        await SettledAsync(s, leader);
        Different.Unless(s.StayOf("web", task).IsUp, "the container should have been up all the time");
    }

    [Behaviour(Reach.Swarm)]
    public static async Task Of_three_managers_one_of_which_is_away_no_other_can_be_demoted(Stage s)
    {
        var (leader, others) = await LeaderAsync(s);
        await s.Swarm.CutAsync(others[0]);
        await s.Patience.BecomesAsync("it to be unreachable", 60, async () =>
            (await leader.Swarm.NodeAsync(others[0].Id))["ManagerStatus"]!["Reachability"]!.GetValue<string>() is var seen and not "unreachable" ? seen : null);

        var refusal = await Stage.RefusedAsync(() => leader.Swarm.EditNodeAsync(others[1], spec => spec["Role"] = "worker"));
        Different.UnlessEqual(400, refusal.Status, "the status");
        Different.UnlessIn("would result in a loss of quorum", refusal.Message, "the answer");

        await s.Swarm.HealAsync(others[0]);
        await SettledAsync(s, leader);
    }

    private static Task<RawAnswer> ReadAsync(Machine node) => node.Api.AnswerAsync(HttpMethod.Get, "/services");

    internal static async Task<(Machine Leader, Machine[] Others)> LeaderAsync(Stage s)
    {
        var id = (await s.View.NodesAsync()).First(node => node!["ManagerStatus"]?["Leader"]?.GetValue<bool>() == true)!["ID"]!.GetValue<string>();
        var managers = new[] { s.A, s.B, s.C };
        return (managers.Single(node => node.Id == id), [.. managers.Where(node => node.Id != id)]);
    }

    internal static async Task SettledAsync(Stage s, Machine asked) => await s.Patience.BecomesAsync("all to be ready and reachable", 120, async () =>
    {
        var wrong = (await asked.Swarm.NodesAsync()).Where(node => node!["Status"]!["State"]!.GetValue<string>() != "ready"
            || node["ManagerStatus"]?["Reachability"]?.GetValue<string>() is "unreachable" or "unknown").ToList();
        return wrong.Count == 0 ? null : string.Join("; ", wrong.Select(node => $"{node!["Description"]!["Hostname"]} {node["Status"]!["State"]}"));
    });
}
