namespace Orcastra.LabTests.Journeys;

/// <summary>The nodes share one kernel: a power cut and a start stand for a reboot, and the command leaves a line that asks for them.</summary>
[Collection(ThirdLabTests.Name)]
public sealed class RebootTests(Lab lab) : LabTest(lab)
{
    private bool _hasBegun;

    private string Asked => Path.Combine(Lab.Folder, "reboots");

    [Fact]
    public async Task A_manager_with_an_anchor_and_its_dependent_is_rebooted_once_though_the_instance_dies_meanwhile()
    {
        await CreateAtAsync(B, Draft.Of("db"));
        await CreateAtAsync(B, Draft.Of("web"));
        var process = await BeginAsync($"echo $(hostname) >>{Asked}", seconds: "200");
        var before = BootId(B);
        var sent = SendAsync($"reboot_node:{B.Name}", 240);
        await SentAsync();
        process.Kill();
        Assert.DoesNotContain((await Swarm.TasksAsync("db")).Concat(await Swarm.TasksAsync("web")), task => task.IsUp && task.NodeId == B.Id);
        Assert.Equal("drain", await AvailabilityAsync(B));

        await BeginAsync($"echo $(hostname) >>{Asked}", seconds: "200");
        await Lab.PowerCutAsync(B);
        Assert.Equal(3, (await Swarm.NodesAsync()).Count); // quorum: without it the engine would refuse
        var back = Lab.StartAsync(B);
        while (!back.IsCompleted)
        {
            Assert.Equal(3, (await Swarm.NodesAsync()).Count);
        }

        await back;
        var (code, said) = await sent;
        Assert.True(code == 0, said);
        Assert.NotEqual(before, BootId(B));
        Assert.Equal([B.Name], await File.ReadAllLinesAsync(Asked, TestContext.Current.CancellationToken));
        Assert.Equal("active", await AvailabilityAsync(B));
        await PeaceAsync();
        Assert.Equal(2, (await Swarm.TasksAsync("db")).Concat(await Swarm.TasksAsync("web")).Count(task => task.IsUp));
        Watcher.AssertNeverTwice("web");
    }

    [Theory]
    [InlineData("false", "", "`false` ended with 1")]
    [InlineData("true", "  Port 1\n", "cannot be reached")]
    [InlineData("true", "", "its boot ID is still")]
    public async Task What_fails_is_said_and_the_node_is_available_again(string command, string more, string because)
    {
        await CreateAsync(Draft.Of("db").At(A));
        await BeginAsync(command, more);

        var (code, said) = await SendAsync($"reboot_node:{C.Name}", 120);

        Assert.True(code == 1 && said.Contains(because, StringComparison.Ordinal), said);
        Assert.Equal("active", await AvailabilityAsync(C));
    }

    [Fact]
    public async Task A_node_that_stays_away_is_given_up_and_available_once_it_is_back()
    {
        await CreateAsync(Draft.Of("db").At(A));
        await BeginAsync($"echo $(hostname) >>{Asked}");
        var sent = SendAsync($"reboot_node:{C.Name}", 120);
        await SentAsync();
        await Lab.PowerCutAsync(C);

        var (code, said) = await sent;

        Assert.True(code == 1 && said.Contains("not done within 20 s", StringComparison.Ordinal), said);
        Assert.Equal("active", await AvailabilityAsync(C));
        await Lab.StartAsync(C);
    }

    [Fact]
    public async Task A_machine_that_wants_it_is_rebooted_within_the_window_and_no_other()
    {
        await CreateAtAsync(C, Draft.Of("db"));
        await Lab.InNodeAsync(C, "touch", "/run/reboot-required");
        var process = await BeginAsync($"echo $(hostname) >>{Asked}", "", "120", ("ORCASTRA_AUTO_REBOOT", "true"), ("ORCASTRA_MAINTENANCE_WINDOW", "* * * * * 2m"));

        await SentAsync();
        Assert.Equal("drain", await AvailabilityAsync(C));
        Assert.DoesNotContain(await Swarm.TasksAsync("db"), task => task.IsUp && task.NodeId == C.Id);
        await Lab.PowerCutAsync(C);
        await Lab.StartAsync(C); // what asked for it was in its /run, and is gone

        await process.SaysAsync($"{C.Name} was rebooted, asked for by unattended", 120);
        Assert.Equal([C.Name], await File.ReadAllLinesAsync(Asked, TestContext.Current.CancellationToken));
        Assert.Equal("active", await AvailabilityAsync(C));
    }

    private async Task<OrcastraProcess> BeginAsync(string command, string more = "", string seconds = "20", params (string Name, string Value)[] settings)
    {
        if (!_hasBegun)
        {
            File.Delete(Asked);
            _hasBegun = true;
        }

        var config = WriteFile("ssh_config", await File.ReadAllTextAsync(Path.Combine(Lab.Folder, "ssh", "config"), TestContext.Current.CancellationToken) + more);
        return await StartOrcastraAsync("db: [web]", [("ORCASTRA_SSH_CONFIG", config), ("ORCASTRA_REBOOT_COMMAND", command), ("ORCASTRA_REBOOT_TIMEOUT", seconds), .. settings]);
    }

    private async Task SentAsync() => await Eventually.TrueAsync("the reboot to be sent", 90, () => Task.FromResult(File.Exists(Asked) && new FileInfo(Asked).Length > 0));

    private string BootId(LabNode node) => File.ReadAllText(Path.Combine(Lab.Folder, node.Name, "boot_id"));

    private async Task<string> AvailabilityAsync(LabNode node) => (await Swarm.NodeAsync(node.Id))["Spec"]!["Availability"]!.GetValue<string>();
}
