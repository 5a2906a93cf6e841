using Microsoft.Extensions.Time.Testing;
using Orcastra.Docker;
using Orcastra.Simulating;

namespace Orcastra.Tests.Docker;

public sealed class RetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DockerClientOptions AtOnce => new() { RetryDelay = TimeSpan.Zero };

    [Fact]
    public async Task A_read_whose_connection_breaks_is_tried_again()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        var count = 0;
        engine.Answer("GET /v1.41/nodes", async context =>
        {
            // More often than the HTTP handler tries by itself.
            if (++count < 7)
            {
                context.Abort();
                return;
            }

            await context.Response.Body.WriteAsync("[]"u8.ToArray());
        });
        await using var client = engine.Client(options: AtOnce);

        Assert.Empty(await client.Nodes.ListAsync(Stop));
        Assert.Equal(7, count);
    }

    [Fact]
    public async Task Reads_are_given_up_after_two_more_tries()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var client = engine.Client(options: AtOnce);

        await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));
        // Each time the version is asked for again too: it may be another engine by now.
        Assert.Equal(3 * 2, client.Requests);
    }

    /// <summary>What went on on the thread pool would make two simulations of one seed differ: a soak found it.</summary>
    [Fact]
    public async Task Cancelled_between_two_tries_it_ends_within_the_call_that_cancels()
    {
        await using var client = new DockerClient(
            DockerEndpoint.Parse("tcp://node1:2375", false, null, null), new FakeTimeProvider(), new() { HandlerFactory = () => new Unreachable() });
        using var stop = new CancellationTokenSource();
        var (thread, went) = (Environment.CurrentManagedThreadId, 0);
        var read = Task.CompletedTask;
        WithoutContext.Do(() => read = ReadAsync()); // as in a simulation: in a test runner's context an await goes on elsewhere
        Assert.False(read.IsCompleted);
        WithoutContext.Do(stop.Cancel);

        Assert.Equal(thread, went);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);

        async Task ReadAsync()
        {
            try
            {
                await client.Nodes.ListAsync(stop.Token);
            }
            finally
            {
                went = Environment.CurrentManagedThreadId;
            }
        }
    }

    [Fact]
    public async Task A_write_is_sent_once_whatever_happens_to_its_answer()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes/n", """{"ID":"n","Version":{"Index":5},"Spec":{"Labels":{}}}""");
        engine.Answer("POST /v1.41/nodes/n/update?version=5", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        engine.Answer("DELETE /v1.41/configs/c", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var client = engine.Client(options: AtOnce);

        await Assert.ThrowsAsync<EngineUnreachableException>(
            () => client.Nodes.EditAsync("n", 5, new Dictionary<string, string> { ["a"] = "1" }, [], null, Stop));
        await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Configs.RemoveAsync("c", Stop));

        Assert.Equal(1, engine.Lines.Count(line => line.StartsWith("POST", StringComparison.Ordinal)));
        Assert.Equal(1, engine.Lines.Count(line => line.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_engines_refusal_is_not_asked_for_twice()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", """{"message":"The swarm does not have a leader."}""", 500);
        await using var client = engine.Client();

        await Assert.ThrowsAsync<NoQuorumException>(() => client.Nodes.ListAsync(Stop));

        Assert.Single(engine.Lines);
    }

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError));
    }
}
