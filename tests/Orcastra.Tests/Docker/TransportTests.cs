using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class TransportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TCP_works_and_a_connection_is_used_again()
    {
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        await using var engine = await FakeEngine.OnTcpAsync();
        engine.Answer("GET /v1.41/nodes", async context =>
        {
            connections[context.Connection.Id] = true;
            await context.Response.Body.WriteAsync("[]"u8.ToArray());
        });
        await using var client = engine.Client();

        for (var i = 0; i < 5; i++)
        {
            await client.Nodes.ListAsync(Stop);
        }

        Assert.Single(connections);
    }

    [Fact]
    public async Task Open_streams_take_no_connections_from_requests()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", "[]");
        engine.Answer("GET /v1.41/events", async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var client = engine.Client();
        var streams = Enumerable.Range(0, 20).Select(_ => client.Events.StreamAsync(Stop).GetAsyncEnumerator(Stop)).ToArray();
        foreach (var stream in streams)
        {
            Assert.True(await stream.MoveNextAsync());
        }

        Assert.Empty(await client.Nodes.ListAsync(Stop));

        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Requests_can_be_handed_to_an_engine_in_this_process()
    {
        await using var client = new DockerClient(
            DockerEndpoint.Parse("unix:///nowhere.sock", false, null, null), TimeProvider.System, new() { HandlerFactory = () => new InProcess() });

        Assert.Empty(await client.Nodes.ListAsync(Stop));
    }

    [Fact]
    public async Task Nothing_listening_on_a_port_is_said_so()
    {
        string address;
        await using (var engine = await FakeEngine.OnTcpAsync())
        {
            address = engine.Address;
        }

        await using var client = new DockerClient(DockerEndpoint.Parse($"tcp://{address}", false, null, null), TimeProvider.System, new() { ReadRetries = 0 });

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));
        Assert.Contains("Connection refused. Check that the engine listens on port", error.Message, StringComparison.Ordinal);
    }

    private sealed class InProcess : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage { Content = new StringContent("[]") };
            response.Headers.Add("Api-Version", "1.41");
            return Task.FromResult(response);
        }
    }
}
