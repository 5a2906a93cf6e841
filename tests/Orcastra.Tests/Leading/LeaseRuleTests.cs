using Orcastra.Core.Leading;

namespace Orcastra.Tests.Leading;

public sealed class LeaseRuleTests
{
    private static readonly Instance Me = new("node-a", "host-a", 100);
    private static readonly Instance Other = new("node-b", "host-b", 200);

    [Fact]
    public void Nobody_holds_it_so_I_take_it()
    {
        var decision = LeaseRule.Decide(View(LeaseState.Free));
        Assert.True(decision.Acts);
        Assert.Equal(Me, decision.Write!.Holder);
    }

    [Fact]
    public void I_hold_it_and_nobody_stands_by_so_nothing_is_written()
    {
        var decision = LeaseRule.Decide(View(HeldBy(Me)) with { SinceRenewed = TimeSpan.FromDays(1) });
        Assert.True(decision.Acts);
        Assert.Null(decision.Write);
    }

    [Fact]
    public void I_renew_it_while_somebody_stands_by_but_not_more_often_than_needed()
    {
        var state = HeldBy(Me, standby: Other);
        Assert.Equal(state.Beat + 1, LeaseRule.Renewed(state, Me, LeaseRule.Renewal)!.Beat);
        Assert.Null(LeaseRule.Renewed(state, Me, LeaseRule.Renewal - TimeSpan.FromMilliseconds(1)));
        Assert.Null(LeaseRule.Renewed(HeldBy(Other, standby: Me), Me, TimeSpan.MaxValue));
    }

    [Fact]
    public void Another_holds_it_so_I_register_to_stand_by_and_then_wait()
    {
        var first = LeaseRule.Decide(View(HeldBy(Other)));
        Assert.False(first.Acts);
        Assert.Contains(Me.ToString(), first.Write!.Standbys);

        var second = LeaseRule.Decide(View(first.Write) with { Unchanged = LeaseRule.Expiry - TimeSpan.FromMilliseconds(1) });
        Assert.False(second.Acts);
        Assert.Null(second.Write);
        Assert.Contains(Other.ToString(), second.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_holder_that_does_not_renew_loses_it_when_it_expires()
    {
        var decision = LeaseRule.Decide(View(HeldBy(Other, standby: Me)) with { Unchanged = LeaseRule.Expiry });
        Assert.True(decision.Acts);
        Assert.Equal(Me, decision.Write!.Holder);
        Assert.DoesNotContain(Me.ToString(), decision.Write.Standbys);
        Assert.Equal($"takes over from {Other}: no sign of life for 15 s", decision.Reason);
    }

    [Fact]
    public void Silence_does_not_count_before_I_have_registered_for_then_nobody_had_to_renew() =>
        Assert.False(LeaseRule.Decide(View(HeldBy(Other)) with { Unchanged = TimeSpan.FromDays(1) }).Acts);

    [Fact]
    public void A_holder_whose_node_is_gone_loses_it_at_once() =>
        Assert.True(LeaseRule.Decide(View(HeldBy(Other)) with { IsNodeGone = node => node == Other.NodeId }).Acts);

    [Fact]
    public void A_holder_whose_process_has_ended_for_sure_loses_it_at_once()
    {
        var before = Me with { ProcessId = 99 };
        Assert.True(LeaseRule.Decide(View(HeldBy(before)) with { HasHolderEnded = true }).Acts);
        Assert.False(LeaseRule.Decide(View(HeldBy(before))).Acts);
    }

    [Fact]
    public void Beside_the_raft_leader_I_have_precedence()
    {
        Assert.True(LeaseRule.Decide(View(HeldBy(Other)) with { RaftLeader = Me.NodeId }).Acts);
        Assert.False(LeaseRule.Decide(View(HeldBy(Me with { ProcessId = 7 })) with { RaftLeader = Me.NodeId }).Acts);
        Assert.True(LeaseRule.Decide(View(HeldBy(Me)) with { RaftLeader = Other.NodeId }).Acts);
    }

    [Fact]
    public void Of_two_who_look_at_the_same_lease_one_alone_acts_once_it_is_written()
    {
        var mine = LeaseRule.Decide(View(LeaseState.Free)).Write!;
        Assert.False(LeaseRule.Decide(View(mine) with { Me = Other }).Acts);
    }

    [Fact]
    public void Standbys_are_forgotten_now_and_then_so_that_those_who_left_do_not_wear_the_disk()
    {
        var state = HeldBy(Me, standby: Other) with { Beat = 59 };
        Assert.Empty(LeaseRule.Renewed(state, Me, TimeSpan.MaxValue)!.Standbys);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var state = HeldBy(Me, standby: Other);
        var back = LeaseState.Read(state.Write());
        Assert.Equal((state.Holder, state.Beat), (back.Holder, back.Beat));
        Assert.Equal(state.Standbys, back.Standbys);
        Assert.Null(LeaseState.Read(new Dictionary<string, string> { ["holder"] = "nonsense", ["beat"] = "-" }).Holder);
    }

    private static LeaseState HeldBy(Instance holder, Instance? standby = null) =>
        LeaseState.Free with { Holder = holder, Beat = 3, Standbys = standby is null ? [] : [standby.ToString()] };

    private static LeaseView View(LeaseState state) => new(Me, state, "", _ => false, false, TimeSpan.Zero, TimeSpan.Zero);
}
