using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>Managers that fail.</summary>
public static class Quorum
{
    [Behaviour(Reach.Swarm, IsLong = true)]
    public static async Task When_the_leader_dies_reads_fail_until_another_leads_and_it_is_down_much_later_than_a_worker(Stage s)
    {
        var (leader, others) = await LeaderAsync(s);
        await s.LabelAsync(leader, s.Name("zone"));
        await s.CreateAsync(s.Draft("web").BoundTo(s.Name("zone")));
        await s.LabelAsync(others[0], s.Name("zone"));
        await s.Swarm.PowerCutAsync(leader);
        var cut = s.Now;

        await s.Patience.BecomesAsync("reads to fail", 15, async () => (await others[0].Api.AnswerAsync(HttpMethod.Get, "/nodes")).Status == 200 ? "they do not" : null);
        await s.Patience.BecomesAsync("reads to work again", 60, async () => (await others[0].Api.AnswerAsync(HttpMethod.Get, "/nodes")) is { Status: not 200 } answer ? answer.ToString() : null);
        var read = s.Now - cut;
        var unknown = (await others[0].Swarm.NodesAsync()).Count(node => node!["Status"]!["State"]!.GetValue<string>() == "unknown");
        await s.Patience.BecomesAsync($"{leader} to be down", 90, async () => await others[0].Swarm.StateOfAsync(leader) is var state and not "down" ? state : null);
        var down = s.Now - cut;
        await s.Patience.BecomesAsync("the service to run elsewhere", 30, async () =>
            (await others[0].Swarm.TasksAsync(s.Name("web"))).Any(task => task.IsUp && task.NodeId == others[0].Id) ? null : "it does not");
        var elsewhere = s.Now - cut;

        Different.Unless(down > read + 8 && down > 24, $"down after {down} s should be much later than reads after {read} s and later than a worker's");
        s.Measure($"reads after {read:0.0} s, {unknown} nodes unknown then, down after {down:0.0} s, service elsewhere after {elsewhere:0.0} s");
        await others[0].Api.GetAsync("/info");
        await s.Swarm.StartAsync(leader);
        await SettledAsync(s, others[0]);
    }

    [Behaviour(Reach.Swarm)]
    public static async Task Without_quorum_every_read_is_a_500_that_says_so_while_containers_run_on(Stage s)
    {
        var (leader, others) = await LeaderAsync(s);
        await s.CreateAsync(s.Draft("web").At(leader));
        var task = (await s.TaskAsync("web")).Id;
        await s.SeenAsync("web", task);
        await s.Swarm.CutAsync(others[0]);
        await s.Swarm.CutAsync(others[1]);
        var cut = s.Now;

        RawAnswer? first = null, answer = null;
        await s.Patience.BecomesAsync("reads to fail", 60, async () => (first = await leader.Api.AnswerAsync(HttpMethod.Get, "/services")).Status == 200 ? "they do not" : null);
        await s.Patience.BecomesAsync("reads to say why", 60, async () =>
            (answer = await leader.Api.AnswerAsync(HttpMethod.Get, "/services")).Message.Contains("The swarm does not have a leader", StringComparison.Ordinal) ? null : answer.ToString());
        var lost = s.Now - cut;
        Different.UnlessEqual((500, 500), (first!.Status, answer!.Status), "the statuses");
        Different.UnlessEqual(500, (await leader.Api.AnswerAsync(HttpMethod.Post, "/configs/create", new JsonObject { ["Name"] = "x", ["Data"] = "" })).Status, "the status for a write");
        Different.UnlessEqual("active", (await Stage.PartAsync(leader))["LocalNodeState"]!.GetValue<string>(), "its part");
        Different.Unless(s.StayOf("web", task).IsUp, "the container should still be up");
        s.Measure($"lost after {lost:0.0} s: {answer.Message}; the first read that failed said: {first.Message}");

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

    private static async Task<(Machine Leader, Machine[] Others)> LeaderAsync(Stage s)
    {
        var id = (await s.View.NodesAsync()).First(node => node!["ManagerStatus"]?["Leader"]?.GetValue<bool>() == true)!["ID"]!.GetValue<string>();
        var managers = new[] { s.A, s.B, s.C };
        return (managers.Single(node => node.Id == id), [.. managers.Where(node => node.Id != id)]);
    }

    private static async Task SettledAsync(Stage s, Machine asked) => await s.Patience.BecomesAsync("all to be ready and reachable", 120, async () =>
    {
        var wrong = (await asked.Swarm.NodesAsync()).Where(node => node!["Status"]!["State"]!.GetValue<string>() != "ready"
            || node["ManagerStatus"]?["Reachability"]?.GetValue<string>() is "unreachable" or "unknown").ToList();
        return wrong.Count == 0 ? null : string.Join("; ", wrong.Select(node => $"{node!["Description"]!["Hostname"]} {node["Status"]!["State"]}"));
    });
}
