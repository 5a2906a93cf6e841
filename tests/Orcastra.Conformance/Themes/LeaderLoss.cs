using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Orcastra.Conformance.Themes;

/// <summary>A leader that loses its power. It costs most of a minute, so that all facts are read off the same power cut.</summary>
public sealed class LeaderLoss
{
    private static readonly ConditionalWeakTable<ISwarmUnderTest, Task<LeaderLoss>> Seen = [];

    private double _reads, _unknown, _down, _elsewhere;
    private string _waiting = "", _task = "";
    private double _overlap;
    private IReadOnlyList<Stay> _stays = [];

    [Behaviour(Reach.Swarm, IsLong = true)]
    public static async Task When_the_leader_dies_reads_fail_until_another_leads_and_it_is_down_much_later_than_a_worker(Stage s)
    {
        var seen = await SeeAsync(s);
        Different.UnlessBetween(5, 60, seen._reads, "the time until reads work again");
        Different.Unless(seen._down > seen._reads + 8 && seen._down > 24, $"down after {seen._down} s should be much later than reads after {seen._reads} s and later than a worker's");
        s.Measure($"reads after {seen._reads:0.0} s, {seen._unknown} nodes unknown then, down after {seen._down:0.0} s, service elsewhere after {seen._elsewhere:0.0} s");
    }

    [Behaviour(Reach.Swarm, IsLong = true)]
    public static async Task After_a_change_of_leader_an_update_whose_new_task_waits_for_a_place_counts_as_completed(Stage s)
    {
        var seen = await SeeAsync(s);
        Different.UnlessEqual("completed", seen._waiting, "the update");
        Different.UnlessEqual("pending", seen._task, "the new task");
    }

    [Behaviour(Reach.Swarm, IsLong = true)]
    public static async Task After_a_change_of_leader_the_new_task_of_an_update_does_not_wait_for_the_old_container(Stage s)
    {
        var seen = await SeeAsync(s);
        Different.Unless(seen._overlap > 1, $"both containers should have been up together: {string.Join("; ", seen._stays)}");
        s.Measure($"both up for {seen._overlap:0.0} s");
    }

    // Who shows it again wants to see it again: what did not come about is not kept.
    private static async Task<LeaderLoss> SeeAsync(Stage s)
    {
        try
        {
            return await Seen.GetValue(s.Swarm, _ => new LeaderLoss().WatchAsync(s));
        }
        catch
        {
            Seen.Remove(s.Swarm);
            throw;
        }
    }

    private async Task<LeaderLoss> WatchAsync(Stage s)
    {
        var (leader, others) = await Quorum.LeaderAsync(s);
        var (stayer, view) = (others[0], others[0].Swarm);
        await s.LabelAsync(leader, s.Name("zone"));
        await s.CreateAsync(s.Draft("web").BoundTo(s.Name("zone")));
        await s.LabelAsync(stayer, s.Name("zone"));
        await s.CreateAsync(s.Draft("full").At(stayer));
        await s.CreateAsync(s.Draft("slow", "slowstop", "45").Grace(100).At(stayer));
        await s.SeenAsync("slow", (await s.TaskAsync("slow")).Id);
        await s.EditAsync("full", spec => spec["TaskTemplate"]!["Resources"] = new JsonObject { ["Reservations"] = new JsonObject { ["MemoryBytes"] = 1L << 50 } });
        await s.ConstrainAsync("slow", Pins.At(others[1]));
        await s.WaitsAsync("full");
        Different.UnlessEqual("updating", await s.StateAsync("full"), "the update that waits");
        await s.PassAsync(1);

        await s.Swarm.PowerCutAsync(leader);
        var cut = s.Now;
        await s.Patience.BecomesAsync("reads to fail", 15, async () => (await stayer.Api.AnswerAsync(HttpMethod.Get, "/nodes")).Status == 200 ? "they do not" : null);
        await s.Patience.BecomesAsync("reads to work again", 60, async () => (await stayer.Api.AnswerAsync(HttpMethod.Get, "/nodes")) is { Status: not 200 } answer ? answer.ToString() : null);
        _reads = s.Now - cut;
        _unknown = (await view.NodesAsync()).Count(node => node!["Status"]!["State"]!.GetValue<string>() == "unknown");
        await s.Patience.BecomesAsync($"{leader} to be down", 90, async () => await view.StateOfAsync(leader) is var state and not "down" ? state : null);
        _down = s.Now - cut;
        await s.Patience.BecomesAsync("the service to run elsewhere", 30, async () => (await view.TasksAsync(s.Name("web"))).Any(task => task.IsUp && task.NodeId == stayer.Id) ? null : "it does not");
        _elsewhere = s.Now - cut;
        _waiting = await view.UpdateStateAsync(s.Name("full"));
        _task = (await view.TasksAsync(s.Name("full"))).Single(task => task.Desired == "running").State;
        (_overlap, _stays) = (s.Overlap("slow"), s.StaysOf("slow"));

        await s.Swarm.StartAsync(leader);
        await Quorum.SettledAsync(s, stayer);
        return this;
    }
}
