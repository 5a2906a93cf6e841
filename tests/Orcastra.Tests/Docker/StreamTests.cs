using System.Text;
using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class StreamTests
{
    private const string Event =
        """{"status":"update","Type":"node","Action":"update","Actor":{"ID":"n1","Attributes":{"name":"node1"}},"scope":"swarm","time":1700000000,"timeNano":1700000000123456789}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stream_says_that_it_is_open_before_the_first_event()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/events", async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var client = engine.Client();

        await using var events = client.Events.StreamAsync(Stop).GetAsyncEnumerator(Stop);

        Assert.True(await events.MoveNextAsync());
        Assert.Same(EngineEvent.Opened, events.Current);
    }

    [Fact]
    public async Task Each_event_comes_at_once_however_its_bytes_arrive()
    {
        var read = new SemaphoreSlim(0);
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/events", async context =>
        {
            foreach (var part in (string[])[Event + "\n", Event[..40], Event[40..], "\n" + Event + Event])
            {
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(part));
                await context.Response.Body.FlushAsync();
                if (part == Event + "\n")
                {
                    await read.WaitAsync(context.RequestAborted);
                }
            }
        });
        await using var client = engine.Client();

        var seen = new List<EngineEvent>();
        await foreach (var one in client.Events.StreamAsync(Stop))
        {
            seen.Add(one);
            read.Release();
        }

        Assert.Equal(5, seen.Count);
        Assert.All(seen[1..], one => Assert.Equal(("node", "update", "n1", "node1"), (one.Type, one.Action, one.ActorId, one.Attributes["name"])));
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero).AddTicks(1234567), seen[1].At);
    }

    [Fact]
    public async Task A_dropped_connection_ends_the_stream_with_an_error()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/events", async context =>
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Event));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var client = engine.Client();

        await Assert.ThrowsAsync<EngineUnreachableException>(async () =>
        {
            await foreach (var _ in client.Events.StreamAsync(Stop))
            {
            }
        });
    }

    [Fact]
    public async Task Events_are_filtered_by_type_at_the_engine()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/events?filters=%7B%22type%22%3A%5B%22node%22%2C%22service%22%5D%7D", "");
        await using var client = engine.Client();

        Assert.Equal([EngineEvent.Opened], await client.Events.StreamAsync(["node", "service"], Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("""{"usage":1000,"limit":5000,"stats":{"inactive_file":300}}""", 700)]
    [InlineData("""{"usage":1000,"limit":5000,"stats":{"inactive_file":10,"total_inactive_file":400}}""", 600)]
    [InlineData("""{"usage":1000,"limit":5000,"stats":{"inactive_file":2000}}""", 1000)]
    [InlineData("""{"usage":1000,"limit":5000}""", 1000)]
    public async Task Memory_is_counted_without_the_cache_that_can_be_dropped(string memory, long used)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        var answer = $$$$"""{"read":"2023-11-14T22:13:20.5Z","memory_stats":{{{{memory}}}},"cpu_stats":{"cpu_usage":{"total_usage":77}}}""";
        engine.Answer("GET /v1.41/containers/c/stats?stream=false&one-shot=true", answer);
        engine.Answer("GET /v1.41/containers/c/stats?stream=true", answer + "\n" + answer);
        await using var client = engine.Client();

        var expected = new ContainerStats(new(2023, 11, 14, 22, 13, 20, 500, TimeSpan.Zero), used, 5000, 77);
        Assert.Equal(expected, await client.Containers.StatsOnceAsync("c", Stop));
        Assert.Equal([expected, expected], await client.Containers.StatsAsync("c", Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_stopped_container_has_no_stats()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/containers/c/stats?stream=false&one-shot=true", """{"read":"0001-01-01T00:00:00Z","memory_stats":{}}""");
        await using var client = engine.Client();

        Assert.Null(await client.Containers.StatsOnceAsync("c", Stop));
    }
}
