using System.Text.Json.Nodes;
using Orcastra.Simulator;

namespace Orcastra.Tests.Simulator;

/// <summary>Managers that do not hear each other, as measured on real Swarms: they learn of it late.</summary>
public sealed class IsolationTests
{
    private const string Late = "rpc error: code = DeadlineExceeded desc = context deadline exceeded";
    private const string NoLeader = "The swarm does not have a leader";

    [Fact]
    public void A_leader_without_quorum_answers_reads_for_a_while_then_keeps_who_asks_waiting_then_refuses_at_once()
    {
        using var simulation = new Simulation();
        var leader = simulation.Swarm.Leader!;
        foreach (var other in simulation.Swarm.Nodes.Where(node => node != leader))
        {
            simulation.Swarm.Faults.Cut(other);
        }

        Assert.Null(simulation.Swarm.Leader);
        var seen = AskForAWhile(simulation, leader, 40);

        var (known, waiting) = (seen.FindIndex(asked => asked.Status != 200), seen.FindIndex(asked => asked.Body.Contains(NoLeader, StringComparison.Ordinal)));
        Assert.InRange(known * 0.5, 10, 20.5);
        Assert.InRange((waiting - known) * 0.5, 9.5, 10.5);
        Assert.All(seen[..known], asked => Assert.True(asked.Took < 0.01));
        Assert.All(seen[known..waiting], asked => Assert.Contains(Late, asked.Body, StringComparison.Ordinal));
        Assert.All(seen[known..waiting], asked => Assert.InRange(asked.Took, 19.9, 21));
        Assert.All(seen[waiting..], asked => Assert.Equal((500, true), (asked.Status, asked.Took < 0.01)));
    }

    [Fact]
    public void Another_manager_waits_for_a_leader_that_does_not_hear_it_until_it_gives_up()
    {
        using var simulation = new Simulation();
        var cut = simulation.Swarm.Nodes.First(node => node != simulation.Swarm.Leader);
        simulation.Swarm.Faults.Cut(cut);

        var seen = AskForAWhile(simulation, cut, 40);

        var refused = seen.FindIndex(asked => asked.Body.Contains(NoLeader, StringComparison.Ordinal));
        Assert.InRange(refused * 0.5, 20, 30.5);
        Assert.All(seen[..refused], asked => Assert.InRange(asked.Took, 19.9, 21));
        Assert.All(seen[..refused], asked => Assert.Contains(Late, asked.Body, StringComparison.Ordinal));
        Assert.Equal(200, simulation.Send("GET", "/nodes", null, simulation.Swarm.Leader!.Number).Status);
    }

    [Fact]
    public void A_leader_that_is_cut_off_shows_the_past_although_another_leads_already()
    {
        var past = Enumerable.Range(1, 12).Select(seed => SecondsOfThePast((ulong)seed)).ToList();

        Assert.Contains(past, seconds => seconds > 1);
        Assert.All(past, seconds => Assert.InRange(seconds, 0, 8.5));
    }

    private static double SecondsOfThePast(ulong seed)
    {
        using var simulation = new Simulation(new() { Seed = seed });
        var before = simulation.Swarm.Leader!;
        simulation.Swarm.Faults.Cut(before);
        simulation.Until(() => simulation.Swarm.Leader is not null);
        var now = simulation.Swarm.Leader!;
        Assert.Equal(201, simulation.Send("POST", "/configs/create", """{"Name":"new","Data":"e30="}""", now.Number).Status);
        Assert.Contains("new", simulation.Send("GET", "/configs", null, now.Number).Body, StringComparison.Ordinal);

        var nodes = simulation.Ask("GET", "/nodes", null, before.Number);
        var stale = AskForAWhile(simulation, before, 10, "/configs").TakeWhile(asked => asked.Status == 200).ToList();

        Assert.All(stale, asked => Assert.Equal("[]\n", asked.Body));
        if (stale.Count > 0)
        {
            var leads = JsonNode.Parse(nodes.Body)!.AsArray().Single(node => node!["ManagerStatus"]!["Leader"] is not null)!;
            Assert.Equal(before.NodeId, leads["ID"]!.GetValue<string>());
        }

        simulation.Swarm.Faults.Heal(before);
        simulation.Pass(1.1);
        Assert.Contains("new", simulation.Send("GET", "/configs", null, before.Number).Body, StringComparison.Ordinal);
        return stale.Count * 0.5;
    }

    // Every half second, without waiting for the answer before.
    private static List<Asked> AskForAWhile(Simulation simulation, SimulatedNode node, double seconds, string path = "/services")
    {
        var all = new List<Asked>();
        for (var passed = 0.0; passed < seconds; passed += 0.5)
        {
            all.Add(simulation.Ask("GET", path, null, node.Number));
            simulation.Pass(0.5);
        }

        simulation.Pass(22);
        return all;
    }
}
