using Orcastra.Core.Draining;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>Node a is drained: what a pass does about it, by what it sees.</summary>
public sealed class DrainsCourse
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "web"), Given.Anchor("mq"));

    [Fact]
    public void First_it_takes_no_new_tasks_and_nothing_else_is_written()
    {
        var plan = Begun(Swarm(Availability.Active)).Plan(Policy);
        Assert.Equal(["a pause"], Switches(plan));
        Assert.Empty(plan.Memory.HandOffs);
    }

    [Fact]
    public void Then_anchors_set_out_and_their_dependents_wait_for_them()
    {
        var plan = Begun(Swarm()).Plan(Policy);
        Assert.Equal(["db", "mq", "plain"], Leaving(plan));
        Assert.All(plan.Memory.HandOffs.Values, handOff => Assert.Equal((HandOffPurpose.Drain, "id-a", "id-b"), (handOff.Purpose, handOff.From.Single(), handOff.Targets.Single())));
        Assert.Empty(Switches(plan));
        Assert.Equal(Given.Noon, plan.Memory.Drains["id-a"].CordonedAt);
    }

    [Fact]
    public void No_more_groups_set_out_than_may_be_moved_at_once() =>
        Assert.Equal(["db"], Leaving(Begun(Swarm()).Plan(Policy with { MaxParallelGroups = 1 })));

    [Fact]
    public void The_next_group_waits_for_the_followers_of_the_one_before()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b", "db").Service(Given.Spec("db"), "b").Service(Given.Spec("web"), "a").Service(Given.Spec("mq"), "a"));
        var plan = cluster.Plan(Policy with { MaxParallelGroups = 1 });
        Assert.Equal(HandOffPurpose.Move, Assert.Single(plan.Memory.HandOffs).Value.Purpose);
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "mq" && refusal.Reason.Contains("1 groups are being moved", StringComparison.Ordinal));
    }

    [Fact]
    public void Services_of_no_group_leave_one_after_the_other() =>
        Assert.Equal(["one"], Leaving(Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("one"), "a").Service(Given.Spec("two"), "a")).Plan(Policy)));

    [Fact]
    public void An_anchor_goes_where_its_followers_fit_beside_it()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Node("c").Service(Given.Spec("full").Reserving(3000), "b")
            .Service(Given.Spec("db"), "a").Service(Given.Spec("web").Reserving(2000), "a"));
        Assert.Equal(["id-c"], Assert.Single(cluster.Plan(Policy).Memory.HandOffs).Value.Targets);
    }

    [Fact]
    public void Once_nothing_is_left_but_jobs_and_what_runs_everywhere_it_is_drained()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("agent") with { Mode = ServiceMode.Global }, "a", "b").Service(Given.Spec("job") with { Mode = ServiceMode.ReplicatedJob }, "a"));
        Assert.Equal(["a drain"], Switches(cluster.Plan(Policy)));
    }

    [Fact]
    public void It_is_not_drained_while_something_still_stops_there()
    {
        var web = Given.Service(Given.Spec("plain"));
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(web).Task(Given.Task("plain.1", web, 1, "a", desired: TaskState.Shutdown)));
        Assert.Empty(Switches(cluster.Plan(Policy)));
    }

    [Fact]
    public void Seen_drained_it_is_over_and_kept_until_its_owner_takes_the_node_back()
    {
        var cluster = Begun(new Cluster().Node(Given.Node("a") with { Availability = Availability.Drain }).Node("b"));
        cluster.Memory = cluster.Plan(Policy).Memory;
        Assert.Equal((DrainState.Drained, true), (cluster.Memory.Drains["id-a"].State, cluster.Memory.Drains["id-a"].IsOver));
        Assert.Equal("0 of 0 services moved; it is drained", Progress(cluster));

        var back = new Cluster { Memory = cluster.Memory }.Node("a").Node("b");
        Assert.Empty(back.Plan(Policy).Memory.Drains);
    }

    [Fact]
    public void Forced_what_cannot_be_moved_is_left_to_Swarm()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("files").Mounting("volume", "files"), "a"), isForced: true);
        Assert.Equal(["a drain"], Switches(cluster.Plan(Policy)));
    }

    [Theory]
    [InlineData(Availability.Active, "a active")]
    [InlineData(Availability.Pause, "")]
    public void Without_progress_it_is_given_up_and_the_node_is_what_it_was(Availability prior, string expected)
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("files").Mounting("volume", "files"), "a"), prior);
        cluster.Memory = cluster.Plan(Policy).Memory;
        Assert.Empty(Switches(cluster.Plan(Policy, secondsLater: 599)));

        var plan = cluster.Plan(Policy, secondsLater: 601);
        Assert.Equal(expected, string.Join(",", Switches(plan)));
        var drain = plan.Memory.Drains["id-a"];
        Assert.Equal((DrainState.Failed, prior == Availability.Pause), (drain.State, drain.IsOver));
        Assert.Contains("no progress for 10 minutes: files waits: its data in the volume files exists only", drain.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_makes_the_node_active_meanwhile_ends_it()
    {
        var cluster = Begun(Swarm());
        cluster.Memory = cluster.Plan(Policy).Memory;
        var after = new Cluster { Memory = cluster.Memory with { HandOffs = Memory.Empty.HandOffs } }.Node("a").Node("b").Service(Given.Spec("db"), "a");
        var plan = after.Plan(Policy);
        Assert.Empty(Switches(plan));
        Assert.Equal(("somebody has made the node active again", true), (plan.Memory.Drains["id-a"].Reason, plan.Memory.Drains["id-a"].IsOver));
        Assert.Empty(plan.Memory.HandOffs);
    }

    [Fact]
    public void What_its_owner_does_to_the_node_afterwards_is_not_undone()
    {
        var cluster = new Cluster().Node(Paused).Node("b");
        cluster.Memory = Remembering(new Drain("id-a", Given.Noon, false, Availability.Active, 0, 0, Given.Noon) { State = DrainState.Failed, Reason = "why", EndedAt = Given.Noon, IsOver = true });
        Assert.Empty(cluster.Plan(Policy).Actions);
        Assert.Empty(cluster.Plan(Policy, secondsLater: 90000).Memory.Drains);
    }

    [Fact]
    public void A_cordon_is_not_lifted_where_that_would_kill_a_task()
    {
        var cluster = new Cluster().Node(Paused).Node("b").Service(Given.Spec("late", "node.hostname == b"), "a");
        cluster.Memory = Remembering(new Drain("id-a", Given.Noon, false, Availability.Active, 0, 0, Given.Noon) { State = DrainState.Failed, Reason = "why", EndedAt = Given.Noon });
        var plan = cluster.Plan(Policy);
        Assert.Empty(Switches(plan));
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("stays pause until task late.1", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_leaves_begins_nothing_and_the_next_one_goes_on()
    {
        Assert.Empty(Begun(Swarm(Availability.Active)).Plan(Policy with { MayBegin = false }).Actions);
        var plan = Begun(Swarm()).Plan(Policy with { MayBegin = false });
        Assert.Empty(plan.Memory.HandOffs);
        Assert.Equal(DrainState.UnderWay, plan.Memory.Drains["id-a"].State);
    }

    [Fact]
    public void Released_it_gives_the_node_back() =>
        Assert.Equal(["a active"], Switches(Begun(Swarm()).Plan(new Policy { HeedsServiceLabels = false })));

    [Fact]
    public void A_node_that_has_left_is_forgotten()
    {
        var cluster = new Cluster().Node("b");
        cluster.Memory = Remembering(new Drain("id-a", Given.Noon, false, Availability.Active, 0, 0, Given.Noon));
        Assert.Empty(cluster.Plan(Policy).Memory.Drains);
    }

    [Fact]
    public void Progress_says_how_many_have_moved_and_what_the_others_wait_for()
    {
        var cluster = Begun(Swarm());
        Assert.Equal("0 of 4 services moved; it still takes tasks", Progress(cluster));
        cluster.Memory = cluster.Plan(Policy).Memory;
        Assert.Equal("0 of 4 services moved; db is on its way; mq is on its way; plain is on its way; and 1 more", Progress(cluster));
    }

    private static Node Paused => Given.Node("a") with { Availability = Availability.Pause };

    private static Cluster Swarm(Availability availability = Availability.Pause) => new Cluster()
        .Node(Given.Node("a", "db") with { Availability = availability }).Node("b")
        .Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a").Service(Given.Spec("mq"), "a").Service(Given.Spec("plain"), "a");

    private static Cluster Begun(Cluster cluster, Availability prior = Availability.Active, bool isForced = false)
    {
        var count = cluster.Snapshot.Services.Values.Count(service => service.Spec.Mode == ServiceMode.Replicated && cluster.Snapshot.PlacesOf(service.Id).Contains("id-a"));
        cluster.Memory = Remembering(new Drain("id-a", Given.Noon, isForced, prior, count, count, Given.Noon));
        return cluster;
    }

    private static Memory Remembering(Drain drain) => Memory.Empty with { Drains = Memory.Empty.Drains.SetItem("id-a", drain) };

    private static string Progress(Cluster cluster) => DrainPlanner.Progress(new(cluster.Snapshot, Policy, Given.Noon), cluster.Memory, cluster.Snapshot.Nodes["id-a"]);

    private static string[] Switches(Plan plan) => [.. plan.Actions.OfType<SetAvailability>().Select(action => $"{action.Node.Hostname} {action.Availability.ToString().ToLowerInvariant()}")];

    private static string[] Leaving(Plan plan) => [.. plan.Memory.HandOffs.Values.Select(handOff => handOff.ServiceId[8..]).Order(StringComparer.Ordinal)];
}
