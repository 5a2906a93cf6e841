using Microsoft.Extensions.Time.Testing;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Loop;
using Orcastra.Remembering;
using Orcastra.Tests.Cli;

namespace Orcastra.Tests.Loop;

public sealed class ObserverTests : IAsyncDisposable
{
    private readonly FakeSwarm _swarm = new();
    private readonly FakeTimeProvider _time = new(new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DockerClient _docker;
    private readonly Observer _observer;

    public ObserverTests()
    {
        _docker = new(DockerEndpoint.Parse("tcp://127.0.0.1:1", false, null, null), _time, new() { HandlerFactory = () => _swarm, ReadRetries = 0 });
        _observer = new(_docker, new SwarmRecord(_docker, "orcastra-memory"), _time);
        _swarm.Nodes.Add(SwarmJson.Node("node-a"));
        _swarm.Services.Add(SwarmJson.Service("db"));
        _swarm.Tasks.Add(SwarmJson.Task("db", "node-a"));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Swarm_in_which_nothing_has_changed_is_seen_anew_without_being_read_anew()
    {
        var first = (await _observer.LookAsync(Stop)).Snapshot;
        _time.Advance(TimeSpan.FromMinutes(1));

        var again = (await _observer.LookAsync(Stop)).Snapshot;

        Assert.Same(first.Nodes, again.Nodes);
        Assert.Equal(first.TakenAt.AddMinutes(1), again.TakenAt);
    }

    [Theory]
    [InlineData("/nodes")]
    [InlineData("/services")]
    [InlineData("/tasks")]
    public async Task A_part_that_has_changed_is_seen(string path)
    {
        var first = (await _observer.LookAsync(Stop)).Snapshot;
        var changed = path switch { "/nodes" => _swarm.Nodes[0], "/services" => _swarm.Services[0], _ => _swarm.Tasks[0] };
        changed["ID"] = "other";

        var then = (await _observer.LookAsync(Stop)).Snapshot;

        Assert.NotSame(first.Nodes, then.Nodes);
        Assert.Contains("other", (string[])[.. then.Nodes.Keys, .. then.Services.Keys, .. then.Tasks.Select(task => task.Id)]);
    }

    [Fact]
    public async Task A_look_that_fails_gives_no_snapshot_and_the_next_sees_what_has_changed_meanwhile()
    {
        await _observer.LookAsync(Stop);
        _swarm.Trouble = "The swarm does not have a leader";
        await Assert.ThrowsAnyAsync<DockerException>(() => _observer.LookAsync(Stop));
        _swarm.Trouble = null;
        _swarm.Tasks[0]["Status"]!["State"] = "failed";

        Assert.Equal(TaskState.Failed, (await _observer.LookAsync(Stop)).Snapshot.Tasks[0].State);
    }

    [Fact]
    public async Task Memory_that_has_changed_is_read_anew()
    {
        var config = _swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("anchors", "db"));
        Assert.Equal(["db"], (await _observer.LookAsync(Stop)).Remembered.Memory.AnchorLabels);
        var before = (await _observer.LookAsync(Stop)).Remembered;
        config["Spec"]!["Labels"]!["anchors"] = "db,web";

        var then = (await _observer.LookAsync(Stop)).Remembered;

        Assert.Equal(["db", "web"], then.Memory.AnchorLabels);
        Assert.NotEqual(before.Memory, then.Memory);
    }

    [Fact]
    public async Task Memory_with_another_version_but_the_same_content_is_written_over_by_that_version()
    {
        var config = _swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("anchors", "db"));
        var before = (await _observer.LookAsync(Stop)).Remembered;
        config["Version"]!["Index"] = 7;

        var then = (await _observer.LookAsync(Stop)).Remembered;

        Assert.Same(before.Memory, then.Memory);
        Assert.Equal(7UL, then.Config!.Version);
        Assert.Null(then.ChangeTo(then.Memory));
        Assert.NotNull(then.ChangeTo(then.Memory with { HeldReload = "a file is newer" }));
    }

    public ValueTask DisposeAsync() => _docker.DisposeAsync();
}
