namespace Orcastra.LabTests.Journeys;

[Collection(SecondLabTests.Name)]
public sealed class DrainTests(Lab lab) : LabTest(lab)
{
    private const int First = 8081;
    private const int Two = 8082;

    /// <summary>One service starts first, the other has two replicas: neither need be away for a moment. Swarm's own drain is measured beside it.</summary>
    [Fact]
    public async Task A_drain_leaves_no_moment_without_an_answer_and_Swarms_own_does()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await CreateAsync(Draft.Of("two", "httpd", "80").HostPort(Two).Replicas(2).Update("Monitor", 1_000_000_000));
        var places = (await Swarm.TasksAsync("two")).Where(task => task.IsUp).Select(task => task.NodeId).ToList();
        var left = new[] { B, C }.First(node => places.Contains(node.Id));
        await CreateAtAsync(left, Draft.Of("first", "httpd", "80").HostPort(First).Updated(order: "start-first").Update("Monitor", 1_000_000_000));
        await StartOrcastraAsync("db: []");
        var addresses = await AddressesAsync();

        await using (var first = new Prober(addresses, First))
        await using (var two = new Prober(addresses, Two))
        {
            var (code, said) = await SendAsync($"drain_node:{left}", 120);
            Assert.True(code == 0, said);
            Say($"ours: {first.Unanswered} of {first.Asked} unanswered by the one that starts first, {two.Unanswered} of {two.Asked} by the two replicas");
            Assert.Equal("drain", (await Swarm.NodeAsync(left.Id))["Spec"]!["Availability"]!.GetValue<string>());
            Assert.DoesNotContain((await Swarm.TasksAsync("first")).Concat(await Swarm.TasksAsync("two")), task => task.IsUp && task.NodeId == left.Id);
            Assert.Equal((0, 0), (first.Unanswered, two.Unanswered));
            Assert.True(first.Asked > 20, $"asked only {first.Asked} times");
        }

        Assert.Equal(0, (await SendAsync($"activate_node:{left}", 30)).Code);
        await PeaceAsync();
        await using (var first = new Prober(addresses, First))
        {
            var place = (await Swarm.TasksAsync("first")).Single(task => task.IsUp).NodeId;
            var node = new[] { A, B, C }.Single(known => known.Id == place);
            await Swarm.EditNodeAsync(node, spec => spec["Availability"] = "drain");
            await Eventually.TrueAsync("it to run elsewhere", 30, async () => (await Swarm.TasksAsync("first")).Any(task => task.IsUp && task.NodeId != node.Id));
            await Swarm.EditNodeAsync(node, spec => spec["Availability"] = "active");
            Say($"Swarm's own: {first.Unanswered} of {first.Asked} unanswered by the one that starts first");
            Assert.NotEqual(0, first.Unanswered);
        }
    }

    private async Task<List<string>> AddressesAsync() => [.. (await Swarm.NodesAsync()).Select(node => node!["Status"]!["Addr"]!.GetValue<string>())];
}
