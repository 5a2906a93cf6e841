namespace Orcastra.Tests.Simulator;

/// <summary>What becomes of writes, waits and work under way while nobody leads.</summary>
public sealed class LeaderlessTests
{
    private const string Config = """{"Name":"made","Data":"e30="}""";

    [Fact]
    public void A_write_at_an_isolated_leader_takes_effect_once_the_cable_is_back_and_costs_no_election()
    {
        using var simulation = new Simulation();
        var leader = simulation.Swarm.Leader!;
        simulation.Swarm.Faults.Cut(leader);
        var written = simulation.Ask("POST", "/configs/create", Config, leader.Number);
        simulation.Pass(6);
        Assert.False(written.IsOver);

        simulation.Swarm.Faults.Heal(leader);
        simulation.Pass(2);

        Assert.Equal(201, written.Status);
        Assert.Same(leader, simulation.Swarm.Leader);
        Assert.All(simulation.Get("/nodes", leader.Number).AsArray(), node => Assert.Equal("ready", node!["Status"]!["State"]!.GetValue<string>()));
    }

    [Fact]
    public void A_write_at_an_isolated_leader_that_loses_its_office_fails_and_has_no_effect()
    {
        using var simulation = new Simulation();
        var leader = simulation.Swarm.Leader!;
        simulation.Swarm.Faults.Cut(leader);
        var written = simulation.Ask("POST", "/configs/create", Config, leader.Number);

        simulation.Pass(25);

        Assert.Equal(500, written.Status);
        Assert.InRange(written.Took, 10, 21);
        Assert.Empty(simulation.Get("/configs", simulation.Swarm.Leader!.Number).AsArray());
    }

    [Fact]
    public void What_a_leader_has_begun_waits_while_it_hears_too_few_others()
    {
        using var simulation = new Simulation();
        var leader = simulation.Swarm.Leader!;
        simulation.Create("web", constraints: [$"node.hostname == {leader.Name}"]);
        simulation.Until(() => simulation.Up("web") == leader.Name);
        var others = simulation.Swarm.Nodes.Where(node => node != leader).ToList();
        others.ForEach(simulation.Swarm.Faults.Cut);
        simulation.Swarm.Faults.Crash(simulation.Swarm.Containers[0]);

        simulation.Pass(9);
        Assert.Equal("", simulation.Up("web"));

        others.ForEach(node => simulation.Swarm.Faults.Heal(node));
        Assert.InRange(simulation.Until(() => simulation.Up("web") == leader.Name), 5, 7);
        Assert.Same(leader, simulation.Swarm.Leader);
    }

    [Fact]
    public void Who_asked_before_a_leaders_power_cut_was_noticed_waits_in_vain_and_who_asks_afresh_does_not()
    {
        using var simulation = new Simulation();
        var leader = simulation.Swarm.Leader!;
        var other = leader.Number % 3 + 1;
        simulation.Swarm.Faults.PowerCut(leader);
        var before = simulation.Ask("GET", "/nodes", null, other);

        Assert.InRange(simulation.Until(() => simulation.Swarm.Leader is not null), 12, 15);
        Assert.Equal(200, simulation.Send("GET", "/nodes", null, other).Status);
        Assert.False(before.IsOver);
        simulation.Pass(9);

        Assert.Equal(500, before.Status);
        Assert.InRange(before.Took, 19.9, 21);
    }

    [Fact]
    public void While_the_managers_vote_requests_wait_and_after_ten_seconds_they_are_refused()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Faults.LoseLeader(TimeSpan.FromSeconds(25));
        var tooEarly = simulation.Ask("GET", "/nodes");
        simulation.Pass(7);
        var inTime = simulation.Ask("GET", "/nodes");
        simulation.Pass(4);
        var refused = simulation.Ask("GET", "/nodes");
        simulation.Pass(20);

        Assert.Equal((500, true), (tooEarly.Status, tooEarly.Took > 19.9));
        Assert.Equal(200, inTime.Status);
        Assert.InRange(inTime.Took, 17.9, 19.5);
        Assert.Equal((500, true), (refused.Status, refused.Took < 0.01));
    }

    [Fact]
    public void A_handover_delays_requests_by_a_second_or_two()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Faults.NextLeader();

        var asked = simulation.Ask("POST", "/configs/create", Config);
        simulation.Pass(3);

        Assert.Equal(201, asked.Status);
        Assert.InRange(asked.Took, 0.5, 2.1);
    }

    [Fact]
    public void A_write_that_nobody_waits_for_any_more_is_not_sent_to_the_next_leader()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Faults.LoseLeader(TimeSpan.FromSeconds(9));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), simulation.Time);
        using var client = new HttpMessageInvoker(simulation.Swarm.Handler(simulation[1]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://docker/configs/create") { Content = new StringContent(Config) };

        Assert.Throws<TaskCanceledException>(() => simulation.Timeline.Run(client.SendAsync(request, patience.Token)));
        simulation.Pass(20);

        Assert.Empty(simulation.Get("/configs").AsArray());
    }

    [Fact]
    public void Info_is_asked_for_in_vain_as_long_as_other_requests_but_is_answered()
    {
        using var simulation = new Simulation();
        simulation.Swarm.Faults.LoseLeader(TimeSpan.FromSeconds(40));

        var asked = simulation.Ask("GET", "/info");
        simulation.Pass(22);

        Assert.Equal(200, asked.Status);
        Assert.InRange(asked.Took, 19.9, 21);
        Assert.Equal(200, simulation.Ask("GET", "/containers/json") is var local && simulation.Until(() => local.IsOver) < 0.1 ? local.Status : 0);
    }
}
