using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Orcastra.Config;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Logging;
using Orcastra.Membership;
using Orcastra.Tests.Core;
using Orcastra.Tests.Docker;
using Orcastra.Tests.Logging;

namespace Orcastra.Tests.Membership;

/// <summary>Runs the runner on three engines that answer as they are told, over real sockets.</summary>
public abstract class BootstrapTest : IAsyncLifetime
{
    private const string Outside = """{"Name":"NAME","Swarm":{"NodeID":"","LocalNodeState":"inactive"} }""";
    private protected const string Nodes = """[{"ID":"id-a","Spec":{"Role":"manager"},"Description":{"Hostname":"a"},"Status":{"State":"ready"},"ManagerStatus":{"Leader":true,"Reachability":"reachable","Addr":"192.0.2.1:2377"} }]""";

    private protected FakeTimeProvider Time { get; } = new(Given.Noon);
    private protected SharedText Said { get; } = new();
    private protected FakeEngine A { get; private set; } = null!;

    private protected FakeEngine B { get; private set; } = null!;

    private protected FakeEngine C { get; private set; } = null!;


    public async ValueTask InitializeAsync()
    {
        (A, B, C) = (await FakeEngine.OnUnixAsync(), await FakeEngine.OnUnixAsync(), await FakeEngine.OnUnixAsync());
        foreach (var (engine, name) in new[] { (A, "a"), (B, "b"), (C, "c") })
        {
            engine.Answer("GET /v1.41/info", Outside.Replace("NAME", name, StringComparison.Ordinal));
            engine.Answer("POST /v1.41/swarm/init", "\"id\"");
            engine.Answer("POST /v1.41/swarm/join", "");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await C.DisposeAsync();
        await Said.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static void Leads(BootstrapRunner runner) => Leads(runner, Memory.Empty);

    private protected static void Leads(BootstrapRunner runner, Memory memory)
    {
        runner.HoldsLease = _ => Task.FromResult(true);
        runner.OnPass(new(Plan.Nothing(memory), Outcome.Idle, ""));
    }

    private protected static void LeadsASwarm(FakeEngine engine, string name = "a")
    {
        engine.Answer("GET /v1.41/info", $$$"""{"Name":"{{{name}}}","Swarm":{"NodeID":"id-{{{name}}}","LocalNodeState":"active","ControlAvailable":true,"Cluster":{"ID":"one"}} }""");
        engine.Answer("GET /v1.41/nodes", Nodes.Replace("\"id-a\"", $"\"id-{name}\"", StringComparison.Ordinal).Replace("\"a\"", $"\"{name}\"", StringComparison.Ordinal));
        engine.Answer("GET /v1.41/swarm", """{"ID":"one","JoinTokens":{"Worker":"SWMTKN-worker","Manager":"SWMTKN-manager"} }""");
    }

    private protected static string[] Writes(FakeEngine engine) => [.. engine.Lines.Where(line => line.StartsWith("POST", StringComparison.Ordinal))];

    private protected async Task RunAsync(Action<BootstrapRunner> prepare, Func<bool> isOver, Settings? settings = null, string leader = "a", NodeRole roleOfC = NodeRole.Auto)
    {
        await using var own = A.Client(options: new() { ReadRetries = 0 });
        await using var engines = new EngineDirectory(own, (endpoint, options) => new DockerClient(endpoint, TimeProvider.System, options), Settings.Default);
        using var log = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, Said);
        var policy = new Policy { HasNodes = true, Leader = leader, Nodes = [Entry("a", A), Entry("b", B), Entry("c", C) with { Role = roleOfC }] };
        var runner = new BootstrapRunner(new(engines, settings ?? Settings.Default, () => policy, new Journal(log), Time, log));
        prepare(runner);
        using var stop = new CancellationTokenSource();
        var running = runner.RunAsync(stop.Token);
        while (!isOver())
        {
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Task.WhenAny(running); // cancelled in the middle of something, or between two of its passes
        Assert.False(running.IsFaulted, running.Exception?.ToString());
    }

    private static NodePolicy Entry(string name, FakeEngine engine) =>
        new(name, "", ImmutableSortedDictionary<string, string>.Empty, $"nodes.yml:3:3 ({name})") { Host = $"unix://{engine.Address}" };
}
