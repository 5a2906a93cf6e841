namespace Orcastra.LabTests.Traps;

/// <summary>States in which no Swarm may be begun or joined: each is named with what to do, and nothing is changed.</summary>
public sealed class BootstrapTrapTests(BootstrapTrapTests.TwoEngines lab) : BareTest(lab), IClassFixture<BootstrapTrapTests.TwoEngines>
{
    public sealed class TwoEngines : BareLab
    {
        private protected override int Size => 2;
    }

    private LabNode Own => Lab.Nodes[0];

    private LabNode Other => Lab.Nodes[1];

    [Fact]
    public async Task A_refused_host_key_a_silent_leader_and_a_second_swarm_are_named_and_nothing_is_changed()
    {
        var careful = WriteFile("ssh_config", $"Host *\n  User root\n  IdentityFile {Lab.Folder}/ssh/id\n  IdentitiesOnly yes\n  UserKnownHostsFile {WriteFile("known_hosts", "")}\n  GlobalKnownHostsFile /dev/null\n");
        await IsRefusedAsync(Own, careful, "Host key verification failed", "no Swarm is begun before all listed engines answer");

        await Lab.PowerCutAsync(Other);
        await IsRefusedAsync(Other, null, $"{Network}.2", "no Swarm is begun before all listed engines answer");
        await Lab.StartAsync(Other);

        await Lab.DockerAsync(Own, $"swarm init --advertise-addr {Network}.1");
        await Lab.DockerAsync(Other, $"swarm init --advertise-addr {Network}.2");
        var run = Start(Own, _ => "", null, "run");
        await run.SaysAsync($"{Other.Name}: not done: it is in another Swarm");
        Assert.Equal(0, await run.LeaveAsync());
        Assert.Single(await Own.Swarm.NodesAsync());
        Assert.Single(await Other.Swarm.NodesAsync());
    }

    private async Task IsRefusedAsync(LabNode leader, string? sshConfig, params string[] words)
    {
        var plan = Start(leader, _ => "", sshConfig, "plan");
        Assert.Equal(1, await plan.EndsAsync(40));
        var said = string.Join(' ', plan.Log.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
        var run = Start(leader, _ => "", sshConfig, "run");
        await run.SaysAsync("no Swarm is begun before all listed engines answer", 40);
        Assert.Equal(0, await run.LeaveAsync());
        Assert.Equal("inactive", (await Own.Api.ReadAsync("/info"))["Swarm"]!["LocalNodeState"]!.GetValue<string>());
    }
}
