using Microsoft.Extensions.Time.Testing;
using Orcastra.Cli;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Tests.Docker;

namespace Orcastra.Tests.Cli;

public sealed class EngineTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("inactive", "", "is in no Swarm; if nodes.yml lists it, that is being done, else list it there")]
    [InlineData("locked", "", "its Swarm is locked; run `docker swarm unlock` on that node")]
    [InlineData("pending", "", "still joining its Swarm")]
    [InlineData("error", "certificate has expired", "cannot take its place in its Swarm: certificate has expired")]
    public async Task A_node_that_has_no_place_yet_is_waited_for_and_the_log_says_once_what_to_do(string state, string error, string words)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/info", $$"""{"Swarm":{"NodeID":"","LocalNodeState":"{{state}}","Error":"{{error}}"} }""");
        using var said = new StringWriter();

        var asking = AskAsync(engine, said);
        await UntilAsync(() => engine.Lines.Length >= 3);
        engine.Answer("GET /v1.41/info", """{"Swarm":{"NodeID":"n1","LocalNodeState":"active","ControlAvailable":true}}""");
        await UntilAsync(() => asking.IsCompleted);

        Assert.Equal("n1", await asking);
        var line = Assert.Single(said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"waits: unix://{engine.Address}: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("pending", false)]
    public async Task Only_a_node_that_is_up_is_called_a_worker(string state, bool isCalledOne)
    {
        await using var engine = await FakeEngine.OnUnixAsync();
        engine.Answer("GET /v1.41/info", $$"""{"Name":"host","Swarm":{"NodeID":"n1","LocalNodeState":"{{state}}","ControlAvailable":false} }""");
        using var said = new StringWriter();

        Assert.Equal("n1", await AskAsync(engine, said));

        Assert.Equal(isCalledOne, said.ToString().Contains("host is a worker", StringComparison.Ordinal));
    }

    private async Task<string> AskAsync(FakeEngine engine, TextWriter to)
    {
        using var log = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, to);
        await using var client = engine.Client();
        return await Engine.NodeIdAsync(client, new LoopHealth(_time, TimeSpan.FromHours(1)), _time, log, TestContext.Current.CancellationToken);
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
