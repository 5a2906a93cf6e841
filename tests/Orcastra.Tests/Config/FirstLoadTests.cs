using Orcastra.Config;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Cli;
using Orcastra.Tests.Loop;

namespace Orcastra.Tests.Config;

/// <summary>Files that were cut off before the start: only the Swarm knows that there was more.</summary>
public sealed class FirstLoadTests : IDisposable
{
    private const string Cut = "db: [web]";
    private const string Whole = "db: [web]\ncache: [web2]\nqueue: []";

    private readonly Rehearsal _rehearsal = new();

    public FirstLoadTests()
    {
        _rehearsal.Swarm.Nodes.Clear();
        _rehearsal.Swarm.Nodes.AddRange([SwarmJson.Node("node-a", ("db", "true"), ("cache", "true"), ("queue", "true"), ("zone", "a"), ("disk", "ssd")), SwarmJson.Node("node-b")]);
        _rehearsal.Swarm.Services.AddRange([SwarmJson.Service("db"), SwarmJson.Service("cache"), SwarmJson.Service("queue")]);
        _rehearsal.Swarm.AddConfig("orcastra-memory", ("orcastra.format", "1"), ("anchors", "cache,db,gone,queue"), ("labels.id-node-a", "disk,zone"), ("labels.id-removed", "x,y,z"));
    }

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void Nothing_is_taken_away_until_somebody_confirms()
    {
        var holder = Start(Texts.Load(Cut, "nodes: {node-a: }"));
        _rehearsal.Pass(2);

        Assert.Equal("the files would remove 2 of 3 anchors and 2 of 2 labels that this Swarm had from earlier ones; confirm with SIGHUP if that is meant", holder.Current.HeldReload);
        Assert.DoesNotContain("remove-node-label", _rehearsal.Story, StringComparison.Ordinal);
        Assert.Contains("held", _rehearsal.Config("orcastra-memory").ToJsonString(), StringComparison.Ordinal);

        Assert.True(holder.Confirm());
        _rehearsal.Wake.Up("SIGHUP");
        _rehearsal.Pass(2);

        Assert.Equal("{\"db\":\"true\"}", Labels());
        Assert.DoesNotContain("held", _rehearsal.Config("orcastra-memory").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_whole_again_are_taken_and_those_that_are_not_are_held_again()
    {
        var holder = Start(Texts.Load(Cut));
        _rehearsal.Pass(1);

        Assert.Equal(ReloadOutcome.Held, holder.Offer(Texts.Load(Cut + "\n")));
        Assert.Equal(ReloadOutcome.Taken, holder.Offer(Texts.Load(Whole)));
        Assert.Equal(ReloadOutcome.Taken, holder.Offer(Texts.Load(Whole[..^9])));
        Assert.Equal("", holder.Current.HeldReload);
    }

    [Theory]
    [InlineData(Whole, "nodes: {node-a: {labels: [zone]}}", false)]
    [InlineData(Whole, "nodes: {node-a: {labels: {other: 1}}}", true)]
    [InlineData("{}", null, true)]
    [InlineData(null, null, false)] // without a file nothing is taken away
    [InlineData("db: []\ncache: []", null, false)]
    public async Task What_would_go_decides(string? dependencies, string? nodes, bool isHeld)
    {
        var seen = await new Orcastra.Loop.Observer(_rehearsal.Docker, new(_rehearsal.Docker, "orcastra-memory"), _rehearsal.Time).LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(isHeld, ReloadGuard.WhyHold(seen.Snapshot, seen.Remembered.Memory, Texts.Good(dependencies, nodes)) is not null);
    }

    [Fact]
    public void Where_nothing_is_remembered_everything_is_taken() =>
        Assert.Null(ReloadGuard.WhyHold(new ClusterSnapshot(default, [], [], []), Memory.Empty, Texts.Good(Whole, "nodes: {node-a: {labels: [a]}}")));

    private PolicyHolder Start(ConfigResult first)
    {
        var holder = new PolicyHolder(first);
        _rehearsal.Policy = () => holder.Current;
        _rehearsal.OnTakingOver = seen => holder.Compare(policy => ReloadGuard.WhyHold(seen.Snapshot, seen.Remembered.Memory, policy));
        _rehearsal.Run();
        return holder;
    }

    private string Labels() => _rehearsal.Swarm.Nodes[0]["Spec"]!["Labels"]!.ToJsonString();
}
