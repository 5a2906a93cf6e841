using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
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

namespace Orcastra.Tests.Membership;

/// <summary>When the runner asks and acts, and when it does neither. Its engines answer as they are told, over real sockets.</summary>
public sealed class BootstrapRunnerTests : IAsyncLifetime
{
    private const string Outside = """{"Name":"NAME","Swarm":{"NodeID":"","LocalNodeState":"inactive"} }""";
    private const string Nodes = """[{"ID":"id-a","Spec":{"Role":"manager"},"Description":{"Hostname":"a"},"Status":{"State":"ready"},"ManagerStatus":{"Leader":true,"Reachability":"reachable","Addr":"192.0.2.1:2377"} }]""";

    private readonly FakeTimeProvider _time = new(Given.Noon);
    private readonly StringWriter _said = new();
    private FakeEngine _a = null!;
    private FakeEngine _b = null!;
    private FakeEngine _c = null!;

    public async ValueTask InitializeAsync()
    {
        (_a, _b, _c) = (await FakeEngine.OnUnixAsync(), await FakeEngine.OnUnixAsync(), await FakeEngine.OnUnixAsync());
        foreach (var (engine, name) in new[] { (_a, "a"), (_b, "b"), (_c, "c") })
        {
            engine.Answer("GET /v1.41/info", Outside.Replace("NAME", name, StringComparison.Ordinal));
            engine.Answer("POST /v1.41/swarm/init", "\"id\"");
            engine.Answer("POST /v1.41/swarm/join", "");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _c.DisposeAsync();
        await _said.DisposeAsync();
    }

    [Fact]
    public async Task Who_does_not_hold_the_lease_asks_nobody_anything()
    {
        LeadsASwarm(_a);
        await RunAsync(runner => runner.HoldsLease = _ => Task.FromResult(false), () => _time.GetUtcNow() > Given.Noon.AddMinutes(1));
        Assert.Empty(_a.Requests);
        Assert.Empty(_b.Requests);
    }

    [Fact]
    public async Task A_manager_brings_nobody_in_before_it_is_known_who_holds_the_lease()
    {
        LeadsASwarm(_a);
        await RunAsync(_ => { }, () => _time.GetUtcNow() > Given.Noon.AddMinutes(1));
        Assert.DoesNotContain(Writes(_b).Concat(Writes(_c)), _ => true);
    }

    [Fact]
    public async Task Who_holds_it_brings_in_what_is_missing_with_the_token_and_without_saying_it()
    {
        LeadsASwarm(_a);
        await RunAsync(Leads, () => Writes(_b).Length > 0);
        var join = _b.Requests.First(request => request.Method == "POST");
        Assert.Contains("\"JoinToken\":\"SWMTKN-manager\"", join.Body, StringComparison.Ordinal);
        Assert.Contains("\"RemoteAddrs\":[\"192.0.2.1:2377\"]", join.Body, StringComparison.Ordinal);
        Assert.Contains("join-node b: as a manager", _said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SWMTKN", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_join_that_fails_is_told_once_and_keeps_nobody_waiting()
    {
        LeadsASwarm(_a);
        _b.Answer("POST /v1.41/swarm/join", """{"message":"invalid join token"}""", 400);
        await RunAsync(Leads, () => Writes(_b).Length > 2 && Writes(_c).Length > 0);
        Assert.Single(_said.ToString().Split('\n'), line => line.Contains("WARN  bootstrap  join-node b", StringComparison.Ordinal) && line.Contains("invalid join token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_writes_nothing()
    {
        await RunAsync(_ => { }, () => _said.ToString().Contains("dry run, would do init-swarm a", StringComparison.Ordinal), Settings.Default with { DryRun = true });
        Assert.DoesNotContain(Writes(_a).Concat(Writes(_b)).Concat(Writes(_c)), _ => true);
    }

    [Fact]
    public async Task A_dry_run_holds_no_lease_and_says_all_the_same_who_would_join()
    {
        LeadsASwarm(_a);
        await RunAsync(
            runner => runner.HoldsLease = _ => Task.FromResult(false),
            () => _said.ToString().Contains("dry run, would do join-node b", StringComparison.Ordinal),
            Settings.Default with { DryRun = true });
        Assert.Empty(Writes(_b));
    }

    [Fact]
    public async Task Without_a_swarm_one_is_begun_at_the_leader_and_only_our_own_engine_joins_it_before_there_is_a_lease()
    {
        _b.Answer("POST /v1.41/swarm/init", context =>
        {
            LeadsASwarm(_b, "b");
            return context.Response.WriteAsync("\"id\"");
        });
        await RunAsync(_ => { }, () => Writes(_a).Length > 0, leader: "b", roleOfC: NodeRole.Worker); // a worker need not wait its turn
        Assert.Equal(["POST /v1.41/swarm/init"], Writes(_b));
        Assert.Equal("POST /v1.41/swarm/join", Writes(_a)[0]);
        Assert.Empty(Writes(_c));
    }

    [Fact]
    public async Task A_pause_is_heeded_and_so_is_not_yet_knowing_of_one()
    {
        LeadsASwarm(_a);
        await RunAsync(runner => runner.HoldsLease = _ => Task.FromResult(true), () => _time.GetUtcNow() > Given.Noon.AddMinutes(1));
        Assert.Empty(Writes(_b));
        var paused = Memory.Empty with { Pauses = Memory.Empty.Pauses.SetItem("bootstrap", new(Given.Noon, "somebody")) };
        await RunAsync(runner => Leads(runner, paused), () => _time.GetUtcNow() > Given.Noon.AddMinutes(2));
        Assert.Empty(Writes(_b));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_done_once_is_done_again_only_where_that_is_asked_for(bool isAsked)
    {
        var settings = Settings.Default with { BootstrapMode = BootstrapMode.Once };
        LeadsASwarm(_a);
        var nobodyIsMissing = Nodes.Replace("]", ",{\"ID\":\"id-b\",\"Description\":{\"Hostname\":\"b\"},\"Status\":{\"State\":\"ready\"}},{\"ID\":\"id-c\",\"Description\":{\"Hostname\":\"c\"},\"Status\":{\"State\":\"ready\"}}]", StringComparison.Ordinal);
        _a.Answer("GET /v1.41/nodes", nobodyIsMissing);
        BootstrapRunner? running = null;
        await RunAsync(
            runner => Leads(running = runner),
            () =>
            {
                if (_time.GetUtcNow() > Given.Noon.AddMinutes(1) && _a.Lines.Any(line => line == "GET /v1.41/nodes"))
                {
                    _a.Answer("GET /v1.41/nodes", Nodes);
                    var asked = new CommandRecord("bootstrap_swarm", "x", Given.Noon) { EndedAt = Given.Noon };
                    Leads(running!, isAsked ? Memory.Empty with { Commands = Memory.Empty.Commands.SetItem("1", asked) } : Memory.Empty);
                }

                return _time.GetUtcNow() > Given.Noon.AddMinutes(10) && (!isAsked || Writes(_b).Length > 0);
            },
            settings);
        Assert.Equal(isAsked, Writes(_b).Length > 0);
    }

    private static void Leads(BootstrapRunner runner) => Leads(runner, Memory.Empty);

    private static void Leads(BootstrapRunner runner, Memory memory)
    {
        runner.HoldsLease = _ => Task.FromResult(true);
        runner.OnPass(new(Plan.Nothing(memory), Outcome.Idle, ""));
    }

    private static void LeadsASwarm(FakeEngine engine, string name = "a")
    {
        engine.Answer("GET /v1.41/info", $$$"""{"Name":"{{{name}}}","Swarm":{"NodeID":"id-{{{name}}}","LocalNodeState":"active","ControlAvailable":true,"Cluster":{"ID":"one"}} }""");
        engine.Answer("GET /v1.41/nodes", Nodes.Replace("\"id-a\"", $"\"id-{name}\"", StringComparison.Ordinal).Replace("\"a\"", $"\"{name}\"", StringComparison.Ordinal));
        engine.Answer("GET /v1.41/swarm", """{"ID":"one","JoinTokens":{"Worker":"SWMTKN-worker","Manager":"SWMTKN-manager"} }""");
    }

    private static string[] Writes(FakeEngine engine) => [.. engine.Lines.Where(line => line.StartsWith("POST", StringComparison.Ordinal))];

    private async Task RunAsync(Action<BootstrapRunner> prepare, Func<bool> isOver, Settings? settings = null, string leader = "a", NodeRole roleOfC = NodeRole.Auto)
    {
        await using var own = _a.Client(options: new() { ReadRetries = 0 });
        await using var engines = new EngineDirectory(own, (endpoint, options) => new DockerClient(endpoint, TimeProvider.System, options), Settings.Default);
        using var log = Logs.Create(new LogSettings { Zone = TimeZoneInfo.Utc }, _said);
        var policy = new Policy { HasNodes = true, Leader = leader, Nodes = [Entry("a", _a), Entry("b", _b), Entry("c", _c) with { Role = roleOfC }] };
        var runner = new BootstrapRunner(new(engines, settings ?? Settings.Default, () => policy, new Journal(log), _time, log));
        prepare(runner);
        using var stop = new CancellationTokenSource();
        var running = runner.RunAsync(stop.Token);
        while (!isOver())
        {
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            _time.Advance(TimeSpan.FromSeconds(1));
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
