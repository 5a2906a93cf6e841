using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orcastra.Docker;

namespace Orcastra.Tests.Docker;

public sealed class ErrorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(404, "node x not found", typeof(NotFoundException))]
    [InlineData(500, "rpc error: code = Unknown desc = update out of sequence", typeof(ConflictException))]
    [InlineData(409, "rpc error: code = AlreadyExists desc = config x already exists", typeof(ConflictException))]
    [InlineData(503, "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.", typeof(NotManagerException))]
    [InlineData(406, "This node is not a swarm manager.", typeof(NotManagerException))]
    [InlineData(503, "This node is not part of a swarm", typeof(NotManagerException))]
    [InlineData(503, "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.", typeof(NoQuorumException))]
    [InlineData(503, "Swarm is encrypted and needs to be unlocked before it can be used.", typeof(LockedException))]
    [InlineData(500, "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online.", typeof(NoQuorumException))]
    [InlineData(500, "rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status", typeof(NoQuorumException))]
    [InlineData(500, "rpc error: code = DeadlineExceeded desc = context deadline exceeded", typeof(NoQuorumException))]
    [InlineData(500, "rpc error: code = Unknown desc = raft: raft message is too large and can't be sent", typeof(RefusedException))]
    [InlineData(400, "rpc error: code = FailedPrecondition desc = attempting to demote the last manager of the swarm", typeof(RefusedException))]
    [InlineData(400, "name has 'update out of sequence' in it", typeof(RefusedException))]
    public async Task The_engines_words_decide_which_error_it_is(int status, string words, Type expected)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", $$"""{"message":"{{words}}"}""", status);
        await using var client = engine.Client();

        var error = await Assert.ThrowsAnyAsync<DockerException>(() => client.Nodes.ListAsync(Stop));

        Assert.IsType(expected, error);
        Assert.StartsWith($"unix://{engine.Address}: GET /nodes: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words.TrimEnd('.'), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Worker nodes can't be used to view or modify cluster state.", "docker node promote")]
    [InlineData("Use \\\"docker swarm init\\\" or \\\"docker swarm join\\\" to connect this node to swarm and try again.", "It is in no Swarm")]
    public async Task Who_is_in_no_Swarm_is_not_told_to_promote_a_node(string words, string advice)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", $$"""{"message":"This node is not a swarm manager. {{words}}"}""", 503);
        await using var client = engine.Client();

        var error = await Assert.ThrowsAsync<NotManagerException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.NotEqual(advice == "It is in no Swarm", error.Message.Contains("promote", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxys_page_is_quoted_though_it_is_no_JSON()
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", "<html>Forbidden</html>", (int)HttpStatusCode.Forbidden);
        await using var client = engine.Client();

        var error = await Assert.ThrowsAsync<RefusedException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("HTTP 403: <html>Forbidden</html>", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_no_JSON_is_an_error_and_not_half_a_list(string body)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/nodes", body);
        await using var client = engine.Client();

        var error = await Assert.ThrowsAsync<RefusedException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("no Engine JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_named()
    {
        await using var client = new DockerClient(
            DockerEndpoint.Parse("unix:///nowhere.sock", false, null, null), TimeProvider.System, new() { ReadRetries = 0 });

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.Nodes.ListAsync(Stop));

        Assert.Contains("unix:///nowhere.sock: GET /_ping: there is no such socket file. Start the engine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_time_out_by_the_given_clock()
    {
        var time = new FakeTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/info", async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var client = engine.Client(time);

        var asking = client.System.InfoAsync(Stop);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        var error = await Assert.ThrowsAsync<TimedOutException>(() => asking);
        Assert.Contains("no complete answer within 30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_waiting_gets_a_cancellation_and_no_time_out()
    {
        using var stop = new CancellationTokenSource();
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/info", async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var client = engine.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.System.InfoAsync(stop.Token));
    }
}
