using Orcastra.Docker;
using Orcastra.Simulator;

namespace Orcastra.Tests.Simulator;

public sealed class FaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_write_whose_answer_is_lost_has_taken_effect_and_one_that_is_refused_has_not()
    {
        using var simulation = new Simulation();
        var client = simulation.Client();
        simulation.Timeline.Run(client.System.PingAsync(Stop));
        simulation.Swarm.Faults.OnRequest = request => request is { IsWrite: true, Path: "/configs/create" } ? RequestFate.LoseAnswer : RequestFate.Deliver;
        Assert.Throws<EngineUnreachableException>(() => simulation.Timeline.Run(client.Configs.CreateAsync("lost", new Dictionary<string, string>(), Stop)));
        simulation.Swarm.Faults.OnRequest = request => request.IsWrite ? RequestFate.Refuse : RequestFate.Deliver;
        Assert.Throws<EngineUnreachableException>(() => simulation.Timeline.Run(client.Configs.CreateAsync("refused", new Dictionary<string, string>(), Stop)));
        simulation.Swarm.Faults.OnRequest = null;

        Assert.Equal(["lost"], simulation.Get("/configs").AsArray().Select(config => config!["Spec"]!["Name"]!.GetValue<string>()));
    }

    [Fact]
    public void A_request_without_an_answer_ends_with_the_clients_patience()
    {
        using var simulation = new Simulation();
        var client = simulation.Client();
        simulation.Timeline.Run(client.System.PingAsync(Stop));
        simulation.Swarm.Faults.OnRequest = _ => RequestFate.Swallow;
        var began = simulation.Timeline.Now;

        Assert.Throws<TimedOutException>(() => simulation.Timeline.Run(client.Nodes.ListAsync(Stop)));

        Assert.Equal(30, (simulation.Timeline.Now - began).TotalSeconds, 1);
    }

    [Fact]
    public void An_answer_may_be_another_one_or_late()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Faults.OnRequest = request => request.Path == "/nodes" ? RequestFate.Answer(500, "made up") : RequestFate.Delay(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
        var began = simulation.Timeline.Now;

        Assert.Equal((500, true), simulation.Send("GET", "/nodes") is var (status, body) ? (status, body.Contains("made up", StringComparison.Ordinal)) : default);
        Assert.Equal(200, simulation.Send("GET", "/services").Status);

        Assert.InRange((simulation.Timeline.Now - began).TotalSeconds, 3, 3.1);
    }

    [Fact]
    public void An_engine_without_power_refuses_connections_and_breaks_streams()
    {
        using var simulation = new Simulation();
        var client = simulation.Client(2);
        var stream = client.Events.StreamAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(simulation.Timeline.Run(stream.MoveNextAsync().AsTask()));
        var next = stream.MoveNextAsync().AsTask();

        simulation.Swarm.Faults.PowerCut(simulation[2]);

        Assert.Throws<EngineUnreachableException>(() => simulation.Timeline.Run(next));
        Assert.Throws<EngineUnreachableException>(() => simulation.Timeline.Run(client.Nodes.ListAsync(Stop)));
    }

    [Fact]
    public void Events_reach_every_manager_and_may_be_lost_doubled_or_silenced()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Faults.OnEvent = seen => seen.Node.Number switch
        {
            1 => EventFate.Deliver,
            2 => EventFate.Repeat,
            _ => EventFate.Lose,
        };
        simulation.Label(1, "a", "b");
        simulation.Pass(1);

        Assert.Equal([1, 2, 0], Enumerable.Range(1, 3).Select(node => Past(simulation, node)));

        simulation.Swarm.Faults.OnEvent = null;
        simulation.Swarm.Faults.Silence(simulation[1]);
        simulation.Label(1, "a", "c");
        simulation.Pass(1);
        Assert.Equal([1, 3, 1], Enumerable.Range(1, 3).Select(node => Past(simulation, node)));
    }

    [Fact]
    public void No_more_than_the_last_256_events_are_told_again()
    {
        using var simulation = new Simulation();
        for (var i = 0; i < 300; i++)
        {
            simulation.Label(1, "n", $"{i}");
        }

        simulation.Pass(1);

        Assert.Equal(256, Past(simulation, 1));
    }

    [Fact]
    public void An_engine_that_is_restarted_takes_its_containers_down_and_swarm_replaces_them()
    {
        using var simulation = new Simulation();
        simulation.Create("web", constraints: ["node.hostname == node2"]);
        simulation.Until(() => simulation.Up("web") == "node2");

        simulation.Swarm.Faults.RestartEngine(simulation[2]);

        Assert.Equal("", simulation.Up("web"));
        Assert.InRange(simulation.Until(() => simulation.Up("web") == "node2"), 5, 12);
        Assert.Equal(2, simulation.Tasks("web").Count);
    }

    [Fact]
    public void Containers_behave_as_the_simulation_was_told()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Behaviours["web"] = new() { FailsOn = ["node1", "node2"], Memory = up => (long)up.TotalSeconds << 20, UnhealthyAfter = TimeSpan.FromSeconds(60) };
        simulation.Create("web");

        simulation.Until(() => simulation.Up("web") == "node3", 300);
        simulation.Pass(30);
        var id = simulation.Swarm.Containers[0].ContainerId;
        var stats = simulation.Timeline.Run(simulation.Client(3).Containers.StatsOnceAsync(id, Stop));
        Assert.InRange(stats!.MemoryUsed >> 20, 29, 31);
        simulation.Until(() => simulation.Swarm.Containers.Count == 0);
        simulation.Pass(1);
        Assert.Contains(simulation.Tasks("web"), task => task["Status"]!["Err"]?.GetValue<string>().Contains("unhealthy", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_write_without_a_placement_would_panic_a_real_leader()
    {
        using var simulation = new Simulation();
        simulation.Create("web");
        var service = simulation.Get("/services/web");
        service["Spec"]!["TaskTemplate"]!["Placement"] = null;

        Assert.Equal(500, simulation.Send("POST", $"/services/web/update?version={service["Version"]!["Index"]}", service["Spec"]!.ToJsonString()).Status);
        Assert.Equal(["service web was written without a placement"], simulation.Swarm.Violations);
    }

    private static int Past(Simulation simulation, int node)
    {
        var now = simulation.Timeline.Now.ToUnixTimeSeconds() + 1;
        var filter = Uri.EscapeDataString("""{"type":["node"]}""");
        var body = simulation.Send("GET", $"/events?since=1735689603&until={now}&filters={filter}", null, node).Body;
        return body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
