using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Leading;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Docker;
using Orcastra.Execution;
using Orcastra.Leading;
using Orcastra.Logging;
using Orcastra.Loop;
using Orcastra.Remembering;
using Orcastra.Tests.Cli;
using Serilog;

namespace Orcastra.Tests.Loop;

/// <summary>A Swarm in which nothing has changed is not read anew, but it is planned for anew: what else a plan goes by may have changed.</summary>
public sealed class PassTests : IAsyncDisposable
{
    private static readonly AnchorPolicy Anchor = new("db", "", ["web"], true, RetrySchedule.Default, HandOffMode.Ordered, false, "dependencies.yml:1:1");

    private readonly FakeSwarm _swarm = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse(SwarmJson.Then, System.Globalization.CultureInfo.InvariantCulture));
    private readonly DockerClient _docker;
    private readonly Pass _pass;

    public PassTests()
    {
        _docker = new(DockerEndpoint.Parse("tcp://127.0.0.1:1", false, null, null), _time, new() { HandlerFactory = () => _swarm });
        var record = new SwarmRecord(_docker, "orcastra-memory");
        var lease = new Lease(new SwarmRecord(_docker, "orcastra-lease"), new Instance("", "here", 1), (_, _) => Task.FromResult(false), _time);
        var log = new LoggerConfiguration().CreateLogger();
        _pass = new(new Observer(_docker, record, _time), lease, new Executor(_docker, record, new(_docker, "orcastra-previous-"), lease, new Journal(log), new OwnWrites(_time), _time, log), _time);
        _swarm.Nodes.AddRange([SwarmJson.Node("node-a", ("db", "true")), SwarmJson.Node("node-b")]);
        _swarm.Services.AddRange([SwarmJson.Service("db"), SwarmJson.Service("web")]);
        _swarm.Tasks.AddRange([SwarmJson.Task("db", "node-a"), SwarmJson.Task("web", "node-b")]);
    }

    [Fact]
    public async Task A_policy_that_was_reloaded_is_planned_for()
    {
        Assert.Empty((await PlanAsync(new())).Actions);

        var plan = await PlanAsync(new() { HasDependencies = true, Anchors = [Anchor] });

        Assert.Equal("web", Assert.IsType<HandOffStep>(Assert.Single(plan.Actions)).Service.Name);
    }

    [Fact]
    public async Task What_is_due_by_time_alone_is_planned_when_it_is_due()
    {
        _swarm.Tasks.RemoveAll(task => task["ServiceID"]!.GetValue<string>() == "sid-web");
        var failed = SwarmJson.Task("web", "node-a");
        failed["Status"] = new System.Text.Json.Nodes.JsonObject { ["State"] = "failed", ["Err"] = "exit 1", ["Timestamp"] = SwarmJson.Then };
        failed["DesiredState"] = "shutdown";
        _swarm.Tasks.Add(failed);
        _swarm.Services[1]["Spec"]!["TaskTemplate"]!["RestartPolicy"] = new System.Text.Json.Nodes.JsonObject { ["Condition"] = "any", ["MaxAttempts"] = 3 };
        var policy = new Policy { HasDependencies = true, Anchors = [Anchor] };

        var first = await PlanAsync(policy);
        _time.Advance(first.LookAgainAt!.Value - _time.GetUtcNow());
        var then = await PlanAsync(policy);

        Assert.Empty(first.Memory.HandOffs);
        Assert.Equal(["sid-web"], then.Memory.HandOffs.Keys);
    }

    public ValueTask DisposeAsync() => _docker.DisposeAsync();

    private async Task<Plan> PlanAsync(Policy policy) => (await _pass.RunAsync(() => policy, isDry: true, TestContext.Current.CancellationToken)).Plan!;
}
