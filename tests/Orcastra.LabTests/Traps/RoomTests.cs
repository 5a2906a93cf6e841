namespace Orcastra.LabTests.Traps;

public sealed class RoomTests(Lab lab) : LabTest(lab)
{
    [Fact]
    public async Task A_dependent_stays_up_where_it_is_as_long_as_the_target_is_full()
    {
        var bytes = (await Swarm.NodeAsync(B.Id))["Description"]!["Resources"]!["MemoryBytes"]!.GetValue<long>();
        await CreateAsync(Draft.Of("filler").At(B).ReservesMegabytes((bytes / 1024 / 1024) - 100));
        await ShowThatItWaitsAsync(Draft.Of("bound").ReservesMegabytes(200), "MiB");
    }

    [Fact]
    public async Task A_dependent_stays_up_where_it_is_as_long_as_its_host_port_is_taken_on_the_target()
    {
        await CreateAsync(Draft.Of("filler").At(B).HostPort(8123));
        await ShowThatItWaitsAsync(Draft.Of("bound").HostPort(8123), "host port 8123");
    }

    [Fact]
    public async Task A_dependent_that_fails_on_the_target_is_brought_back_to_where_it_ran()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        var picky = Draft.Of("picky", "sh", "-c", $"test $(hostname) != {B} || exit 7; exec serve").BoundTo("db")
            .Edit(spec => spec["TaskTemplate"]!["ContainerSpec"]!["Hostname"] = "{{.Node.Hostname}}");
        await CreateAsync(picky);
        var process = await StartOrcastraAsync("db: {services: [picky], retry_intervals: [3600]}");
        var spec = await Swarm.SpecAsync("picky");

        await Swarm.MoveAsync("db", B);

        await process.SaysAsync("failed on");
        await RunsOnAsync(A, 20, "picky");
        await PeaceAsync();
        Watcher.AssertNeverTwice("picky");
        Assert.Equal(spec, await Swarm.SpecAsync("picky"));
        await Eventually.StaysAsync("the dependent", 3, async () => (await Swarm.TasksAsync("picky")).Any(task => task.IsUp && task.NodeId == A.Id) ? null : "it went");
        Say(FormattableString.Invariant($"down for {Watcher.LongestGap("picky"):0.0} s at the most"));
    }

    private async Task ShowThatItWaitsAsync(Draft dependent, string reason)
    {
        await CreateAsync(Draft.Of("db").At(A));
        await Swarm.SetLabelAsync(A, "db");
        await CreateAsync(dependent.BoundTo("db"));
        var process = await StartOrcastraAsync("db: {services: [bound], restart_dependents: false}");
        var before = await Swarm.ServiceAsync("bound");
        var task = await Swarm.UpAsync("bound");

        await Swarm.MoveAsync("db", B);

        await process.SaysAsync(reason);
        await Eventually.StaysAsync("the dependent", 2, async () => await Swarm.UpAsync("bound") == task ? null : "it went");
        Assert.Equal(before.ToJsonString(), (await Swarm.ServiceAsync("bound")).ToJsonString());
        Assert.Contains("db=true", await Swarm.LabelsOfAsync(A));

        await Swarm.RemoveAsync("filler");
        await RunsOnAsync(B, 30, "bound");
        await PeaceAsync();
        Watcher.AssertNeverTwice("bound");
    }
}
