namespace Orcastra.LabTests.Traps;

/// <summary>States of a far machine in which it can be brought into no Swarm: each is named with what to do, and nothing is changed.</summary>
public sealed class FarEngineTests(FarEngineTests.TwoEngines lab) : BareTest(lab), IClassFixture<FarEngineTests.TwoEngines>
{
    public sealed class TwoEngines : BareLab
    {
        private protected override int Size => 2;
    }

    // Until the machine boots again. It may lie in several folders.
    private const string WithoutDocker = """
        i=0
        while docker=$(command -v docker); do
          i=$((i + 1)); mkdir -p /run/above$i /run/work$i; folder=$(dirname "$docker")
          mount -t overlay overlay -o "lowerdir=$folder,upperdir=/run/above$i,workdir=/run/work$i" "$folder" && rm "$docker" || exit 1
        done
        """;

    private LabNode Own => Lab.Nodes[0];

    private LabNode Far => Lab.Nodes[1];

    private string FarNumber => $"{Far.Number}";

    [Fact]
    public async Task Without_docker_or_its_daemon_or_with_another_machine_in_its_place_no_swarm_is_begun()
    {
        await AreOutsideAsync();
        await Lab.RunAsync("exec", FarNumber, "sh", "-c", WithoutDocker);
        await NothingIsBegunAsync(AddressOf, "docker", "not found", $"-- {AddressOf(Far)} docker version` on this host: it must know the other's host key");
        await Lab.PowerCutAsync(Far);
        await Lab.StartAsync(Far);

        await Lab.RunAsync("exec", FarNumber, "sh", "-c", "mv /run/docker.sock /run/elsewhere.sock");
        await NothingIsBegunAsync(AddressOf, "/run/docker.sock");
        await Lab.RunAsync("exec", FarNumber, "sh", "-c", "mv /run/elsewhere.sock /run/docker.sock");

        await NothingIsBegunAsync(_ => AddressOf(Own), $"the engine that answers there calls itself {Own.Name}, not {Far.Name}", "correct its address in the inventory");
    }

    [Fact]
    public async Task A_far_engine_that_is_locked_is_left_alone_until_it_is_unlocked()
    {
        await AreOutsideAsync();
        await Lab.DockerAsync(Far, $"swarm init --autolock --advertise-addr {AddressOf(Far)}");
        var key = (await Far.Api.ReadAsync("/swarm/unlockkey"))["UnlockKey"]!.GetValue<string>();
        await Lab.RestartEngineAsync(Far);
        await Eventually.TrueAsync($"{Far} to be locked", 30, () => Autolock.IsLockedAsync(Far));
        await NothingIsBegunAsync(AddressOf, "its Swarm is locked; run `docker swarm unlock` on that node");
        await Far.Api.PostAsync("/swarm/unlock", new System.Text.Json.Nodes.JsonObject { ["UnlockKey"] = key });
        await Eventually.TrueAsync($"{Far} to lead its Swarm again", 30, async () => (await Far.Swarm.NodesAsync()).Count == 1);
    }

    [Fact]
    public async Task A_token_that_is_wrong_is_refused_by_the_engine_and_a_right_one_is_asked_for()
    {
        await AreOutsideAsync();
        await Lab.DockerAsync(Own, $"swarm init --advertise-addr {AddressOf(Own)}");
        await using var proxy = await CuttingProxy.StartAsync(Own.Socket, WriteFile("proxy.sock", ""), () => Now);
        proxy.After("/swarm", async () =>
        {
            await Lab.DockerAsync(Own, "swarm join-token --rotate --quiet worker");
            await Lab.DockerAsync(Own, "swarm join-token --rotate --quiet manager");
        });
        var run = Start(Inventory(Own, AddressOf, _ => ""), proxy.Socket, null, "run");
        await run.SaysAsync("A valid join token is necessary to join this cluster", 40);
        Assert.DoesNotContain("SWMTKN", run.Log, StringComparison.Ordinal);
        await Eventually.TrueAsync($"{Far} to be in the Swarm", 60, async () => (await Own.Swarm.NodesAsync()).Count == 2);
        Assert.Equal(0, await run.LeaveAsync());
    }

    [Fact]
    public async Task A_machine_whose_entry_was_removed_while_it_ran_is_named_and_left_alone()
    {
        await AreOutsideAsync();
        await Lab.DockerAsync(Own, $"swarm init --advertise-addr {AddressOf(Own)}");
        var token = (await Lab.DockerAsync(Own, "swarm join-token --quiet worker")).Trim();
        await Lab.DockerAsync(Far, $"swarm join --token {token} {AddressOf(Own)}:2377");
        await Lab.DockerAsync(Own, $"node rm --force {await NodeIdAsync(Far)}");
        var run = Start(Inventory(Own, AddressOf, _ => ""), Own.Socket, null, "run");
        await run.SaysAsync("or its entry here was removed: nothing is done to it; if nobody needs what it has there, run `docker swarm leave --force` on that node", 40);
        Assert.Equal(0, await run.LeaveAsync());
        Assert.Single(await Own.Swarm.NodesAsync());
    }

    [Fact]
    public async Task A_swarm_is_begun_without_those_that_are_silent_where_that_is_asked_for_and_never_beside_one_that_is_there()
    {
        await AreOutsideAsync();
        await Lab.PowerCutAsync(Far);
        var force = Start(Inventory(Own, AddressOf, _ => ""), Own.Socket, null, "send", "bootstrap_swarm!");
        Assert.True(await force.EndsAsync(40) == 0, force.Log);
        Assert.Single(await Own.Swarm.NodesAsync());
        var again = Start(Inventory(Own, AddressOf, _ => ""), Own.Socket, null, "send", "bootstrap_swarm!");
        Assert.Equal(1, await again.EndsAsync(40));
        Assert.Contains("there is a Swarm already", again.Log, StringComparison.Ordinal);
        await Lab.StartAsync(Far);

        await AreOutsideAsync();
        await Lab.DockerAsync(Far, $"swarm init --advertise-addr {AddressOf(Far)}");
        var beside = Start(Inventory(Own, AddressOf, _ => ""), Own.Socket, null, "send", "bootstrap_swarm!");
        Assert.Equal(1, await beside.EndsAsync(40));
        Assert.Equal("inactive", await StateAsync(Own));
    }

    private async Task NothingIsBegunAsync(Func<LabNode, string> farAddress, params string[] words)
    {
        var inventory = Inventory(Own, node => node == Own ? AddressOf(node) : farAddress(node), _ => "");
        var plan = Start(inventory, Own.Socket, null, "plan");
        Assert.Equal(1, await plan.EndsAsync(40));
        var said = string.Join(' ', plan.Log.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
        var run = Start(inventory, Own.Socket, null, "run");
        await run.SaysAsync("no Swarm is begun before all listed engines answer", 40);
        Assert.Equal(0, await run.LeaveAsync());
        Assert.Equal("inactive", await StateAsync(Own));
    }

    // Whatever the test before has left.
    private async Task AreOutsideAsync()
    {
        foreach (var node in Lab.Nodes)
        {
            if (await StateAsync(node) != "inactive")
            {
                await Lab.DockerAsync(node, "swarm leave --force");
            }

            await Eventually.TrueAsync($"{node} to be in no Swarm", 30, async () => await StateAsync(node) == "inactive");
        }
    }

    private static async Task<string> NodeIdAsync(LabNode node) => (await node.Api.ReadAsync("/info"))["Swarm"]!["NodeID"]!.GetValue<string>();

    private static async Task<string> StateAsync(LabNode node) => (await node.Api.ReadAsync("/info"))["Swarm"]!["LocalNodeState"]!.GetValue<string>();
}
