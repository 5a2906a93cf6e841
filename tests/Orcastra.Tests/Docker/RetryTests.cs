using Orcastra.Docker;

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
}
