using CsCheck;
using Orcastra.Core.Membership;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using static Orcastra.Tests.Core.Members;

namespace Orcastra.Tests.Core;

/// <summary>Who is made a manager, who no longer is, and whose old entry goes.</summary>
public sealed class MembersLead
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    [InlineData(9, 6)]
    public void As_many_are_promoted_as_make_the_greatest_odd_number_up_to_seven(int nodes, int promoted)
    {
        var names = Enumerable.Range(0, nodes).Select(number => $"{(char)('a' + number)}").ToArray();
        var view = Inventory("a", names);
        var members = names.Select(name => name == "a" ? Manager(name) : Worker(name)).ToArray();
        for (var turn = 0; turn <= nodes; turn++)
        {
            var plan = view.In(members).Plan();
            Assert.True(plan.Actions.Length <= 1);
            if (plan.Actions is not [PromoteNode promote])
            {
                break;
            }

            members[Array.FindIndex(members, node => node.Hostname == promote.Node.Hostname)] = Manager(promote.Node.Hostname);
        }

        Assert.Equal(promoted, members.Count(node => node.IsManager) - 1);
        Assert.Equal(names.Take(promoted + 1), members.Where(node => node.IsManager).Select(node => node.Hostname));
    }

    [Fact]
    public void Who_is_written_down_as_a_manager_becomes_one_and_an_even_number_is_warned_about()
    {
        var plan = Inventory("a", "a", "b").Role("b", NodeRole.Manager).In(Manager("a"), Worker("b")).Plan();
        Assert.IsType<PromoteNode>(Assert.Single(plan.Actions));
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("none may fail", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_who_is_written_down_as_a_worker_is_demoted()
    {
        var four = Inventory("a", "a", "b", "c", "d").In(Manager("a"), Manager("b"), Manager("c"), Manager("d"));
        Assert.Empty(four.Plan().Actions);
        Assert.Equal("d", Assert.IsType<DemoteNode>(Assert.Single(four.Role("d", NodeRole.Worker).Plan().Actions)).Subject);
    }

    [Fact]
    public void Nobody_is_demoted_where_the_others_would_be_no_majority()
    {
        var view = Inventory("a", "a", "b", "c").Role("b", NodeRole.Worker);
        var lost = Manager("c") with { State = NodeState.Down, IsReachableManager = false };
        var plan = view.In(Manager("a"), Manager("b"), lost).Plan();
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("to be a majority", StringComparison.Ordinal));
    }

    [Fact]
    public void The_next_change_waits_until_the_last_one_is_done()
    {
        var plan = Inventory("a", "a", "b", "c").In(Manager("a"), Manager("b") with { ManagerAddress = "" }, Worker("c")).Plan();
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal is { Subject: "c", IsWaiting: true });
    }

    [Fact]
    public void Managers_stay_as_they_are_while_one_of_them_is_being_rebooted()
    {
        var view = Inventory("a", "a", "b", "c", "d").Role("d", NodeRole.Worker).In(Manager("a"), Manager("b"), Manager("c"), Manager("d"));
        Assert.Equal("d", Assert.IsType<DemoteNode>(Assert.Single(view.Plan().Actions)).Node.Hostname);
        var meanwhile = (view with { Rebooted = "id-b" }).Plan();
        Assert.Empty(meanwhile.Actions);
        Assert.Contains(meanwhile.Refusals, refusal => refusal is { Subject: "d", IsWaiting: true } && refusal.Reason.Contains("while b is being rebooted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(59, "")]
    [InlineData(61, "RemoveNode")]
    public void The_old_entry_of_a_machine_that_is_back_goes_an_hour_later(int minutes, string action)
    {
        var old = Worker("b") with { Id = "old", State = NodeState.Down };
        var back = Worker("b") with { CreatedAt = Given.Noon.AddMinutes(-minutes) };
        var plan = Inventory("a", "a", "b").In(Manager("a"), old, back).Plan();
        Assert.Equal(action, string.Concat(plan.Actions.Select(one => one.GetType().Name)));
        Assert.Equal(action.Length == 0, plan.LookAgainAt == Given.Noon.AddMinutes(60 - minutes));
    }

    [Fact]
    public void An_old_entry_that_is_a_manager_is_demoted_first_and_a_manager_that_is_merely_down_never()
    {
        var old = Manager("b") with { Id = "old", State = NodeState.Down, IsReachableManager = false };
        var view = Inventory("a", "a", "b", "c");
        Assert.Equal(old, Assert.IsType<DemoteNode>(Assert.Single(view.In(Manager("a"), old, Worker("b"), Manager("c")).Plan().Actions)).Node);
        Assert.DoesNotContain(view.In(Manager("a"), old, Manager("c")).Plan().Actions, action => action is DemoteNode or RemoveNode);
    }

    [Fact]
    public void What_its_owner_wants_removed_goes_once_it_is_gone_and_a_manager_is_demoted_first()
    {
        var lost = Manager("c") with { State = NodeState.Down, IsReachableManager = false };
        var view = Inventory("a", "a", "b") with { Unwanted = ["id-c", "id-d"] };
        Assert.Equal(lost, Assert.IsType<DemoteNode>(Assert.Single(view.In(Manager("a"), Manager("b"), lost, Worker("d")).Plan().Actions)).Node);
        var demoted = lost with { Role = "worker" };
        Assert.Empty(view.In(Manager("a"), Manager("b"), demoted).Plan().Actions); // not before it has left the managers
        var gone = Worker("c") with { State = NodeState.Down };
        Assert.Equal(gone, Assert.IsType<RemoveNode>(Assert.Single(view.In(Manager("a"), Manager("b"), gone).Plan().Actions)).Node);
        var unlisted = Inventory("a") with { Unwanted = ["id-c"] };
        Assert.IsType<RemoveNode>(Assert.Single(unlisted.In(Manager("a"), gone).Plan().Actions)); // no inventory is needed
    }

    /// <summary>Quorum is never endangered: whatever a plan changes, a majority of the managers reach each other afterwards, should the newcomer fail as well.</summary>
    [Fact]
    public void No_plan_endangers_the_quorum() =>
        Gen.Int[0, 5].Array[1, 8].Sample(kinds =>
        {
            var names = kinds.Select((_, number) => $"{(char)('a' + number)}").ToArray();
            var nodes = kinds.Select((kind, number) => Node(names[number], kind)).Prepend(Manager("z")).ToArray();
            var view = Inventory("a", names).In(nodes);
            view = names.Where((_, number) => kinds[number] == 5).Aggregate(view, (one, name) => one.Role(name, NodeRole.Worker));
            var changes = view.Plan().Actions.Where(action => action is PromoteNode or DemoteNode or JoinNode { AsManager: true }).ToList();
            Assert.True(changes.Count <= 1);
            var managers = nodes.Where(node => node.IsManager).ToList();
            var healthy = managers.Count(node => node is { IsGone: false, IsReachableManager: true });
            foreach (var change in changes)
            {
                var (total, left) = change is DemoteNode demote
                    ? (managers.Count - 1, healthy - (demote.Node is { IsGone: false, IsReachableManager: true } ? 1 : 0))
                    : (managers.Count + 1, healthy);
                Assert.True(left * 2 > total || (managers.Count == 1 && total == 2), $"{change} leaves {left} of {total}");
            }
        });

    private static Node Node(string name, int kind) => kind switch
    {
        0 => Worker(name),
        1 => Worker(name) with { State = NodeState.Down },
        2 or 5 => Manager(name),
        3 => Manager(name) with { IsReachableManager = false },
        _ => Manager(name) with { State = NodeState.Down, IsReachableManager = false },
    };
}
