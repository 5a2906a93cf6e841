using Orcastra.Core.Membership;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using static Orcastra.Tests.Core.Members;

namespace Orcastra.Tests.Core;

/// <summary>Who is brought into the Swarm, who is not, and what is said about it.</summary>
public sealed class MembersJoin
{
    [Fact]
    public void A_swarm_is_begun_at_the_leader_once_all_say_that_they_are_in_none()
    {
        var plan = Inventory("b", "a", "b").With("a", Outside).With("b", Outside).Plan();
        var init = Assert.IsType<InitSwarm>(Assert.Single(plan.Actions));
        Assert.Equal(("b", "192.0.2.2"), (init.Subject, init.AdvertiseAddress));
        Assert.Empty(plan.Refusals);
    }

    [Theory]
    [InlineData(EnginePlace.Unreachable, "no route")]
    [InlineData(EnginePlace.Locked, "docker swarm unlock")]
    [InlineData(EnginePlace.Failed, "cannot take its place")]
    [InlineData(EnginePlace.Joining, "still joining")]
    [InlineData(EnginePlace.Inside, "of which no listed manager answers")]
    public void No_swarm_is_begun_while_one_of_them_may_hold_one(EnginePlace place, string said)
    {
        var plan = Inventory("a", "a", "b").With("a", Outside).With("b", new(place, "b", "", "", "no route")).Plan();
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "b" && refusal.Reason.Contains(said, StringComparison.Ordinal));
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "swarm" && refusal.Reason.Contains("before all listed engines answer", StringComparison.Ordinal));
    }

    /// <summary>Silence alone is overlooked where its owner says so, and never that of the leader.</summary>
    [Theory]
    [InlineData("b", EnginePlace.Unreachable, true)]
    [InlineData("a", EnginePlace.Unreachable, false)]
    [InlineData("b", EnginePlace.Locked, false)]
    [InlineData("b", EnginePlace.Failed, false)]
    [InlineData("b", EnginePlace.Joining, false)]
    [InlineData("b", EnginePlace.Inside, false)]
    public void A_forced_beginning_overlooks_silence_alone(string name, EnginePlace place, bool isBegun)
    {
        var view = Inventory("a", "a", "b", "c") with { IsForced = true };
        view = view.Policy.Nodes.Aggregate(view, (one, entry) => one.With(entry.Name, entry.Name == name ? new(place, name, "", "", "no route") : Outside));
        Assert.Equal(isBegun, view.Plan().Actions.Any(action => action is InitSwarm { Subject: "a" }));
    }

    [Fact]
    public void Two_swarms_among_the_listed_engines_are_named_and_neither_is_touched()
    {
        var plan = Inventory("a", "a", "b").With("a", new(EnginePlace.Inside, "a", "id-a", "one", "")).With("b", new(EnginePlace.Inside, "b", "id-b", "two", "")).Plan();
        Assert.Empty(plan.Actions);
        Assert.Equal(2, plan.Refusals.Count(refusal => refusal.Reason.Contains("a Swarm of its own", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_inventory_without_a_leader_begins_no_swarm()
    {
        var plan = Inventory("", "a").With("a", Outside).Plan();
        Assert.Empty(plan.Actions);
        Assert.Contains("names no leader", Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_calls_itself_otherwise_is_neither_made_a_leader_nor_brought_in()
    {
        Assert.Empty(Inventory("a", "a").With("a", Outside with { Hostname = "z" }).Plan().Actions);
        var plan = Inventory("a", "a", "b").In(Manager("a")).With("b", Outside with { Hostname = "z" }).Plan();
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("calls itself z, not b", StringComparison.Ordinal));
    }

    [Fact]
    public void Managers_join_one_after_the_other_and_workers_beside_them()
    {
        var plan = Inventory("a", "a", "b", "c", "d").Role("d", NodeRole.Worker).In(Manager("a"))
            .With("b", Outside).With("c", Outside).With("d", Outside).Plan();
        Assert.Equal(["b manager", "d worker"], plan.Actions.OfType<JoinNode>().Select(join => $"{join.Subject} {(join.AsManager ? "manager" : "worker")}"));
        Assert.Equal(["192.0.2.1:2377"], plan.Actions.OfType<JoinNode>().First().ManagerAddresses);
        Assert.Contains(plan.Refusals, refusal => refusal is { Subject: "c", IsWaiting: true });
    }

    [Fact]
    public void A_node_that_was_installed_anew_joins_again_beside_its_old_entry()
    {
        var plan = Inventory("a", "a", "b").In(Manager("a"), Worker("b") with { State = NodeState.Down }).With("b", Outside).Plan();
        Assert.Contains("installed anew", Assert.IsType<JoinNode>(Assert.Single(plan.Actions)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_in_another_swarm_is_left_alone()
    {
        var plan = Inventory("a", "a", "b").In(Manager("a")).With("b", new(EnginePlace.Inside, "b", "other", "", "")).Plan();
        Assert.Empty(plan.Actions);
        Assert.Contains("in another Swarm", Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_again_and_again_keeps_nobody_else_waiting()
    {
        var view = Inventory("a", "a", "b", "c").In(Manager("a")).With("b", Outside).With("c", Outside);
        var plan = view.Failing("b", Given.Noon.AddSeconds(5)).Plan();
        Assert.Equal("c", Assert.Single(plan.Actions).Subject);
        Assert.Equal(Given.Noon.AddSeconds(5), plan.LookAgainAt);
        Assert.Equal("b", Assert.Single(view.Failing("b", Given.Noon).Plan().Actions).Subject);
    }

    [Fact]
    public void A_listed_machine_that_is_no_member_is_never_brought_in()
    {
        var view = Inventory("a", "a", "b").In(Manager("a")).With("b", Outside);
        Assert.Empty(view.Entry("b", entry => entry with { IsMember = false }).Plan().Actions);
    }

    [Fact]
    public void Who_joins_as_a_manager_waits_for_one_that_is_still_becoming_one()
    {
        var plan = Inventory("a", "a", "b", "c").In(Manager("a"), Manager("b") with { ManagerAddress = "" }).With("c", Outside).Plan();
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal is { Subject: "c", IsWaiting: true });
    }

    [Fact]
    public void While_a_manager_is_lost_a_machine_joins_as_a_worker()
    {
        var lost = Manager("b") with { State = NodeState.Down, IsReachableManager = false };
        var plan = Inventory("a", "a", "b", "c").In(Manager("a"), lost, Manager("c")).With("b", Outside).Plan();
        Assert.False(Assert.IsType<JoinNode>(Assert.Single(plan.Actions)).AsManager);
    }
}
