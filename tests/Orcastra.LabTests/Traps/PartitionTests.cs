namespace Orcastra.LabTests.Traps;

/// <summary>A node that nobody hears of may still run what it was told to stop.</summary>
[Collection(SecondLabTests.Name)]
public sealed class PartitionTests(Lab lab) : LabTest(lab)
{
    private static readonly string[] Dependents = ["bound", "free"];

    [Fact]
    public async Task The_gate_stays_shut_for_as_long_as_the_old_node_is_cut_off_and_does_not_count_as_down()
    {
        await DemoteAsync();
        await PlaceAsync();
        var process = await StartOrcastraAsync("db: [bound, free]");
        Watcher.Note($"its owner moves the anchor to {C}");
        await Swarm.MoveAsync("db", C);
        foreach (var service in Dependents)
        {
            await Eventually.TrueAsync($"the gate of {service} to be shut", 20, () => Swarm.IsGatedAsync(service));
            await Eventually.TrueAsync($"{service} to be told to stop", 20, () => IsStoppingAsync(service));
        }

        Watcher.Note($"{B} is cut off");
        await Lab.PullCableAsync(B);

        await StaysShutUntilDownAsync();
        var down = Watcher.Note($"{B} counts as down");
        Assert.All(Dependents, service => Assert.Contains($"{service}: waits: ", process.Log, StringComparison.Ordinal));
        Assert.Contains($"on {B} is still stopping", process.Log, StringComparison.Ordinal);
        Assert.Contains("the gate stays shut", process.Log, StringComparison.Ordinal);
        Assert.All(Dependents, service => Assert.False(Watcher.StaysOf(service).Single().IsUp, $"{service} ended by itself long before"));
        await RunsOnAsync(C, 30, "db", "bound", "free");
        await PeaceAsync();
        Say(FormattableString.Invariant($"after {B} counted as down: bound {Watcher.FirstUp("bound", C) - down:0.00} s, free {Watcher.FirstUp("free", C) - down:0.00} s"));

        var tasks = await TasksAsync();
        Watcher.Note($"{B} is back");
        await Lab.HealAsync(B);
        await Eventually.TrueAsync($"{B} to be ready", 60, async () => await Swarm.StateOfAsync(B) == "ready");
        await Eventually.StaysAsync("all tasks", 3, async () => await TasksAsync() == tasks ? null : await TasksAsync());
        Assert.Empty(await Traces.FindAsync(Swarm));
        Assert.Empty(await Swarm.LabelsOfAsync(B));
        Watcher.AssertNeverTwice(Dependents);
    }

    // A worker, for the return of a manager costs the Swarm its leader.
    private async Task DemoteAsync()
    {
        await Swarm.EditNodeAsync(B, spec => spec["Role"] = "worker");
        await Eventually.TrueAsync($"{B} to be a worker", 30, async () => (await Swarm.NodeAsync(B.Id))["ManagerStatus"] is null && await Swarm.StateOfAsync(B) == "ready");
    }

    private async Task PlaceAsync()
    {
        await CreateAsync(Draft.Of("db").At(B));
        await Swarm.SetLabelAsync(B, "db");
        await CreateAsync(Draft.Of("bound", "slowstop", "5").BoundTo("db"));
        await CreateAtAsync(B, Draft.Of("free", "slowstop", "5"));
    }

    // The image's slowstop sleeps for its five seconds once it was told to end.
    private async Task<bool> IsStoppingAsync(string service)
    {
        var filter = Uri.EscapeDataString($$"""{"label":["com.docker.swarm.service.name={{service}}"]}""");
        var container = (await B.Api.ListAsync($"/containers/json?filters={filter}")).Single()!["Id"]!.GetValue<string>();
        return (await B.Api.GetAsync($"/containers/{container}/top"))["Processes"]!.ToJsonString().Contains("sleep 5\"", StringComparison.Ordinal);
    }

    private Task StaysShutUntilDownAsync() => Eventually.BecomesAsync($"{B} to count as down", 60, async () =>
    {
        // Tasks before nodes: what was up by then must have been let in while the node was down already.
        var up = (await Task.WhenAll(Dependents.Select(Swarm.UpAsync))).Where(tasks => tasks.Length > 0).ToList();
        var nodes = await Swarm.NodesAsync();
        var state = nodes.Single(node => node!["ID"]!.GetValue<string>() == B.Id)!["Status"]!["State"]!.GetValue<string>();
        if (state == "down")
        {
            return null;
        }

        Assert.Equal([], SwarmView.Admitted(nodes));
        Assert.Equal([], up);
        return $"it is {state}";
    });

    private async Task<string> TasksAsync() => string.Join("; ", await Task.WhenAll(Swarm.UpAsync("db"), Swarm.UpAsync("bound"), Swarm.UpAsync("free")));
}
