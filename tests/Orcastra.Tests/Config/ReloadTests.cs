using Orcastra.Config;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;

namespace Orcastra.Tests.Config;

public sealed class ReloadTests
{
    private const string FourAnchors = "a: [a1]\nb: [b1]\nc: [c1]\nd: [d1]\n";

    [Theory]
    [InlineData("a: [a1]\nb: [b1]\n", false)]
    [InlineData("a: [a1]\n", true)]
    [InlineData("", true)]
    [InlineData("{}", true)]
    [InlineData("e: [e1]\nf: []\ng: []\nh: []\n", true)]
    [InlineData("a: []\nb: []\nc: []\nd: []\n", false)]
    public void A_reload_that_removes_over_half_of_all_anchors_is_held(string after, bool isHeld) =>
        Assert.Equal(isHeld, ReloadGuard.WhyHold(Texts.Good(FourAnchors), Texts.Good(after)) is not null);

    [Theory]
    [InlineData("nodes: {n: {labels: {a: x, b: y}}, m: }", false)]
    [InlineData("nodes: {n: {labels: {a: x}}, m: }", true)]
    [InlineData("nodes: {m: {labels: {a: 1, b: 1, c: 1, d: 1}}}", true)]
    [InlineData(null, true)]
    public void A_reload_that_removes_over_half_of_all_labels_is_held(string? after, bool isHeld) =>
        Assert.Equal(isHeld, ReloadGuard.WhyHold(Texts.Good(nodes: "nodes: {n: {labels: {a: 1, b: 1, c: 1}}, m: {labels: [d]}}"), Texts.Good(nodes: after)) is not null);

    [Fact]
    public void The_reason_counts_what_would_go() =>
        Assert.Equal(
            "the new files would remove 3 of 4 anchors; confirm with SIGHUP if that is meant",
            ReloadGuard.WhyHold(Texts.Good(FourAnchors), Texts.Good("a: [a1]")));

    [Fact]
    public void From_nothing_everything_is_taken() => Assert.Null(ReloadGuard.WhyHold(Texts.Good(), Texts.Good(FourAnchors)));

    [Fact]
    public void A_reload_with_errors_keeps_the_last_good_policy()
    {
        var holder = new PolicyHolder(Texts.Load(FourAnchors));
        Assert.Equal(ReloadOutcome.Refused, holder.Offer(Texts.Load("a: [")));
        Assert.Equal(4, holder.Current.Anchors.Length);
        Assert.NotEmpty(holder.Last.Errors);
        Assert.False(holder.Confirm());
    }

    [Fact]
    public void A_held_reload_is_taken_when_it_is_confirmed()
    {
        var holder = new PolicyHolder(Texts.Load(FourAnchors));
        Assert.Equal(ReloadOutcome.Held, holder.Offer(Texts.Load("a: [a1]")));
        Assert.Equal((4, true), (holder.Current.Anchors.Length, holder.Current.HeldReload.Length > 0));
        var memory = ClusterPlanner.Plan(new(default, [], [], []), holder.Current, Memory.Empty, default).Memory;
        Assert.Equal(holder.Current.HeldReload, MemoryLabels.Read(MemoryLabels.Write(memory)).HeldReload);
        Assert.True(holder.Confirm());
        Assert.Equal((1, true), (holder.Current.Anchors.Length, holder.Current.HeldReload.Length == 0));
        Assert.False(holder.Confirm());
    }

    [Fact]
    public void A_held_reload_is_forgotten_when_the_files_come_back()
    {
        var holder = new PolicyHolder(Texts.Load(FourAnchors));
        holder.Offer(Texts.Load("a: [a1]"));
        Assert.Equal(ReloadOutcome.Taken, holder.Offer(Texts.Load(FourAnchors)));
        Assert.False(holder.Confirm());
        Assert.Equal(4, holder.Current.Anchors.Length);
    }
}
