using Orcastra.Docker;
using Orcastra.Simulator;
using Orcastra.Tests.Config;

namespace Orcastra.Tests.Simulator;

public sealed class SocketTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Programs_of_their_own_talk_to_it_over_unix_sockets_while_time_runs_fast()
    {
        using var folder = new TemporaryFolder();
        var swarm = new SimulatedSwarm(new(), new Timeline());
        await using var sockets = await SimulatedSockets.StartAsync(swarm, folder.Path, speed: 100);
        var endpoint = DockerEndpoint.Parse($"unix://{sockets.SocketOf(swarm.Nodes[1])}", false, null, null);
        await using var client = new DockerClient(endpoint, TimeProvider.System);

        Assert.Equal(3, (await client.Nodes.ListAsync(Stop)).Length);
        await using var events = client.Events.StreamAsync(["config"], Stop).GetAsyncEnumerator(Stop);
        Assert.True(await events.MoveNextAsync());
        await client.Configs.CreateAsync("made", new Dictionary<string, string>(), Stop);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("config", "create"), (events.Current.Type, events.Current.Action));

        sockets.Do(simulated => simulated.Faults.PowerCut(simulated.Nodes[1]));
        await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));
    }
}
