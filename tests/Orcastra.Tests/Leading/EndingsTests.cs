using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Leading;
using Orcastra.Docker;
using Orcastra.Leading;
using Orcastra.Loop;
using Orcastra.Remembering;
using Orcastra.Tests.Cli;
using Orcastra.Tests.Docker;

namespace Orcastra.Tests.Leading;

public sealed class EndingsTests
{
    private const string Here = "space-a";
    private const string Mine = "1111";
    private const string Other = "2222";

    private static readonly Instance Me = new("n1", "host", 1) { Start = "me", Space = Here, Container = Mine };

    [Theory]
    [InlineData("n1/host/7", true)] // an older version, which says no more
    [InlineData("n1/host/1", false)]
    [InlineData("n1/elsewhere/7", false)]
    [InlineData("n1/elsewhere/7/x/space-a", true)]
    [InlineData("n1/elsewhere/3/x/space-a", false)]
    [InlineData("n1/elsewhere/1/x/space-a", true)] // its process ID is ours now
    [InlineData("n1/host/7/x/space-b", false)] // in the network of the host, in a container that nobody knows
    [InlineData("n1/host/1/x/space-b", false)]
    [InlineData("n1/host/1/x/space-b/1111", true)] // our own container, started again
    [InlineData("n1/host/1/x/space-b/2222", false)]
    [InlineData("n1/host/1/x/space-b/3333", true)]
    [InlineData("n1/host/1/x/space-b/4444", true)]
    [InlineData("n1/host/1/x/space-b/5555", false)] // the engine does not tell
    [InlineData("n2/host/7/x/space-a/4444", false)] // beside another engine
    public async Task Only_what_is_certain_counts(string other, bool hasEnded)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer($"GET /v1.41/containers/{Other}/json", """{"State":{"Running":true}}""");
        engine.Answer("GET /v1.41/containers/3333/json", """{"State":{"Running":false}}""");
        engine.Answer("GET /v1.41/containers/4444/json", """{"message":"No such container"}""", 404);
        engine.Answer("GET /v1.41/containers/5555/json", """{"message":"forbidden"}""", 403);
        await using var docker = engine.Client();
        var endings = new Endings(Me, id => id is 1 or 3, docker);

        Assert.Equal(hasEnded, await endings.HasEndedAsync(Instance.Parse(other)!, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("612 590 8:1 /var/lib/docker/containers/{0}/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/sda1 rw", true)]
    [InlineData("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n613 590 8:2 /containers/{0}/hostname /etc/hostname rw - ext4 /dev/sda2 rw\n", true)]
    [InlineData("300 22 0:50 / /var/lib/docker/containers/{0}/mounts/shm rw - tmpfs shm rw", false)] // the host itself
    [InlineData("", false)]
    public void A_container_is_known_by_its_own_files(string mounts, bool isContainer)
    {
        var id = new string('a', 64);
        Assert.Equal(isContainer ? id : "", Whereabouts.ContainerIn(mounts.Replace("{0}", id, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_process_is_one_instance_known_by_when_it_began_and_all_of_it_is_read_back()
    {
        var one = Whereabouts.OfThis("n1");
        Assert.Equal(one, Whereabouts.OfThis("n1"));
        Assert.NotEqual("", one.Start);
        Assert.NotEqual(one, one with { Start = "" });
        Assert.Equal(one, Instance.Parse(one.ToString()));
        Assert.Equal(Me, Instance.Parse(Me.ToString()));
        Assert.Equal(new("n1", "host", 4), Instance.Parse("n1/host/4"));
        Assert.NotEqual(Whereabouts.SpaceOf("boot", "pid:[1]"), Whereabouts.SpaceOf("boot", "pid:[2]"));
        Assert.Equal("", Whereabouts.SpaceOf("boot", ""));
    }

    [Fact]
    public async Task Of_two_containers_in_the_network_of_their_host_only_one_acts()
    {
        using var swarm = new FakeSwarm();
        swarm.Nodes.Add(SwarmJson.Node("node-a"));
        var time = new FakeTimeProvider();
        await using var docker = new DockerClient(DockerEndpoint.Parse(null, false, null, null), time, new() { HandlerFactory = () => new Lent(swarm) });
        var acting = new List<bool>();
        foreach (var start in new[] { "a", "b" })
        {
            var lease = new Lease(new SwarmRecord(docker, "l"), new Instance("id-node-a", "host", 1) { Start = start }, (_, _) => Task.FromResult(false), time);
            var nodes = await new Observer(docker, new SwarmRecord(docker, "m"), time).LookAtNodesAsync(TestContext.Current.CancellationToken);
            acting.Add((await lease.AskAsync(nodes, TestContext.Current.CancellationToken)).Acts);
        }

        Assert.Equal([true, false], acting);
    }
}
