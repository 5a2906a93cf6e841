using Orcastra.Tests.Cli;

namespace Orcastra.Tests.Loop;

/// <summary>A run that ends by itself: <c>run --once</c>.</summary>
public sealed class SettlingTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new() { Policy = () => Rehearsal.Following("web") };

    public SettlingTests()
    {
        _rehearsal.Swarm.Services.AddRange([SwarmJson.Service("db"), SwarmJson.Service("web")]);
        _rehearsal.Swarm.Tasks.AddRange([SwarmJson.Task("db", "node-a"), SwarmJson.Task("web", "node-a")]);
    }

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task With_nothing_on_its_way_it_ends_at_once()
    {
        var run = _rehearsal.Run(endsWhenSettled: true);
        _rehearsal.Pass(1);
        Assert.True(run.IsCompleted, _rehearsal.Story);
        Assert.True(await run);
    }

    [Fact]
    public async Task It_waits_for_an_anchor_that_is_starting_and_labels_its_node()
    {
        SetState("starting");
        var run = _rehearsal.Run(endsWhenSettled: true);
        _rehearsal.Pass(30);
        Assert.False(run.IsCompleted, _rehearsal.Story);

        SetState("running");
        _rehearsal.Pass(2);

        Assert.True(run.IsCompleted, _rehearsal.Story);
        Assert.True(await run);
        Assert.Contains("\"db\":\"true\"", _rehearsal.Swarm.Nodes[0].ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("still starting", _rehearsal.Story, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_wait_for_ever_and_tells_what_it_left()
    {
        SetState("starting");
        var run = _rehearsal.Run(endsWhenSettled: true);
        _rehearsal.Pass(59);
        Assert.False(run.IsCompleted, _rehearsal.Story);
        _rehearsal.Pass(2);

        Assert.True(run.IsCompleted, _rehearsal.Story);
        Assert.True(await run);
        Assert.Contains("ends although these are still starting: db", _rehearsal.Story, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Swarm_has_given_up_is_tried_again_before_it_ends()
    {
        var task = _rehearsal.Swarm.Tasks[1];
        task["Status"] = new System.Text.Json.Nodes.JsonObject { ["State"] = "failed", ["Err"] = "exit 1", ["Timestamp"] = SwarmJson.Then };
        task["DesiredState"] = "shutdown";
        _rehearsal.Swarm.Services[1]["Spec"]!["TaskTemplate"]!["RestartPolicy"] = new System.Text.Json.Nodes.JsonObject { ["Condition"] = "any", ["MaxAttempts"] = 3 };

        _rehearsal.Run(endsWhenSettled: true);
        _rehearsal.Pass(3);

        Assert.Contains(_rehearsal.Swarm.Writes, write => write.Contains("/services/sid-web/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_engine_rejects_is_tried_some_times_and_left()
    {
        var attempts = 0;
        _rehearsal.Swarm.OnRequest = (request, _) => request.StartsWith("POST /nodes/", StringComparison.Ordinal) && ++attempts > 0 ? "no" : null;

        var run = _rehearsal.Run(endsWhenSettled: true);
        _rehearsal.Pass(100);

        Assert.True(run.IsCompleted, _rehearsal.Story);
        await run;
        Assert.Equal(5, attempts);
        Assert.Contains("the engine rejects label db=true", _rehearsal.Story, StringComparison.Ordinal);
    }

    private void SetState(string state) => _rehearsal.Swarm.Tasks[0]["Status"]!["State"] = state;
}
