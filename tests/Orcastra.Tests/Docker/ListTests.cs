using System.Text.Json.Nodes;

namespace Orcastra.Tests.Docker;

public sealed class ListTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_whole_look_costs_the_same_number_of_requests_whatever_the_clusters_size(int size)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", Many(size));
        engine.Answer("GET /v1.41/services", Many(size));
        engine.Answer("GET /v1.41/tasks", Many(size));
        await using var client = engine.Client();

        Assert.Equal(size, (await client.Nodes.ListAsync(Stop)).Length);
        Assert.Equal(size, (await client.Services.ListAsync(Stop)).Length);
        Assert.Equal(size, (await client.Tasks.ListAsync(Stop)).Length);

        Assert.Equal(4, client.Requests);
    }

    [Fact]
    public async Task A_watch_asks_for_the_plain_list_of_wanted_tasks()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/tasks?filters=%7B%22desired-state%22%3A%5B%22running%22%5D%7D", Many(3));
        await using var client = engine.Client();

        Assert.Equal(["id0", "id1", "id2"], (await client.Tasks.ListRunningAsync(new(), Stop)).Select(task => task.Id));
    }

    [Fact]
    public async Task Raw_lists_are_as_the_engine_wrote_them()
    {
        const string Raw = """[{"ID":"x","Odd":[1.50,{}]}]""";
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", Raw);
        engine.Answer("GET /v1.41/services", Raw);
        engine.Answer("GET /v1.41/tasks", Raw);
        await using var client = engine.Client();

        JsonArray[] lists = [await client.Nodes.ListRawAsync(Stop), await client.Services.ListRawAsync(Stop), await client.Tasks.ListRawAsync(Stop)];

        Assert.All(lists, list => Assert.Equal(Raw, list.ToJsonString()));
    }

    [Fact]
    public async Task An_engine_tells_its_own_place_in_the_Swarm()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/info", """{"Name":"host","ServerVersion":"20.10.24","MemTotal":5,"Swarm":{"NodeID":"n1","NodeAddr":"192.0.2.1","LocalNodeState":"active","ControlAvailable":true,"Error":"","Cluster":{"ID":"c1"}}}""");
        engine.Answer("GET /v1.41/version", """{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64"}""");
        engine.Answer("GET /v1.41/swarm", """{"ID":"c1","Version":{"Index":10}}""");
        await using var client = engine.Client();

        var info = await client.System.InfoAsync(Stop);

        Assert.Equal(("n1", "host", "active", true, "192.0.2.1", "c1"), (info.NodeId, info.Hostname, info.LocalNodeState, info.IsManager, info.NodeAddress, info.SwarmId));
        Assert.Equal(new("20.10.24", "1.41", "1.12", "linux", "amd64"), await client.System.VersionAsync(Stop));
        Assert.Equal(new("c1", 10), await client.System.SwarmInspectAsync(Stop));
    }

    [Fact]
    public async Task Containers_are_listed_with_the_labels_of_their_tasks()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/containers/json?all=true", """[{"Id":"c","Names":["/web.1.t"],"Image":"i","ImageID":"sha256:1","State":"created","Status":"Created","Created":1700000000,"Labels":{"com.docker.swarm.task.id":"t"}}]""");
        engine.Answer("GET /v1.41/containers/json", "[]");
        await using var client = engine.Client();

        var container = Assert.Single(await client.Containers.ListAsync(true, Stop));

        Assert.Equal(("c", "web.1.t", "created", "t"), (container.Id, container.Name, container.State, container.Labels["com.docker.swarm.task.id"]));
        Assert.Equal(1_700_000_000, container.CreatedAt.ToUnixTimeSeconds());
        Assert.Empty(await client.Containers.ListAsync(false, Stop));
    }

    private static string Many(int count) => "[" + string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"ID":"id{{i}}"}""")) + "]";
}
