using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using static Orcastra.Tests.Core.NodeToDrain;

namespace Orcastra.Tests.Core;

/// <summary>Node a is drained: what a pass does about it, by what it sees.</summary>
public sealed class DrainsCourse
{
    [Fact]
    public void First_it_takes_no_new_tasks_and_nothing_else_is_written()
    {
        var plan = Begun(Swarm(Availability.Active)).Plan(TwoGroups);
        Assert.Equal(["a pause"], Switches(plan));
        Assert.Empty(plan.Memory.HandOffs);
    }

    [Fact]
    public void Then_anchors_set_out_and_their_dependents_wait_for_them()
    {
        var plan = Begun(Swarm()).Plan(TwoGroups);
        Assert.Equal(["db", "mq", "plain"], Leaving(plan));
        Assert.All(plan.Memory.HandOffs.Values, handOff => Assert.Equal((HandOffPurpose.Drain, "id-a", "id-b"), (handOff.Purpose, handOff.From.Single(), handOff.Targets.Single())));
        Assert.Empty(Switches(plan));
        Assert.Equal(Given.Noon, plan.Memory.Drains["id-a"].CordonedAt);
    }

    [Fact]
    public void No_more_groups_set_out_than_may_be_moved_at_once() =>
        Assert.Equal(["db"], Leaving(Begun(Swarm()).Plan(TwoGroups with { MaxParallelGroups = 1 })));

    [Fact]
    public void The_next_group_waits_for_the_followers_of_the_one_before()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b", "db").Service(Given.Spec("db"), "b").Service(Given.Spec("web"), "a").Service(Given.Spec("mq"), "a"));
        var plan = cluster.Plan(TwoGroups with { MaxParallelGroups = 1 });
        Assert.Equal(HandOffPurpose.Move, Assert.Single(plan.Memory.HandOffs).Value.Purpose);
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "mq" && refusal.Reason.Contains("1 groups are being moved", StringComparison.Ordinal));
    }

    [Fact]
    public void Services_of_no_group_leave_one_after_the_other() =>
        Assert.Equal(["one"], Leaving(Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("one"), "a").Service(Given.Spec("two"), "a")).Plan(TwoGroups)));

    [Fact]
    public void An_anchor_goes_where_its_followers_fit_beside_it()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Node("c").Service(Given.Spec("full").Reserving(3000), "b")
            .Service(Given.Spec("db"), "a").Service(Given.Spec("web").Reserving(2000), "a"));
        Assert.Equal(["id-c"], Assert.Single(cluster.Plan(TwoGroups).Memory.HandOffs).Value.Targets);
    }

    [Fact]
    public void Once_nothing_is_left_but_jobs_and_what_runs_everywhere_it_is_drained()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("agent") with { Mode = ServiceMode.Global }, "a", "b").Service(Given.Spec("job") with { Mode = ServiceMode.ReplicatedJob }, "a"));
        Assert.Equal(["a drain"], Switches(cluster.Plan(TwoGroups)));
    }

    [Fact]
    public void It_is_not_drained_while_something_still_stops_there()
    {
        var web = Given.Service(Given.Spec("plain"));
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(web).Task(Given.Task("plain.1", web, 1, "a", desired: TaskState.Shutdown)));
        Assert.Empty(Switches(cluster.Plan(TwoGroups)));
    }

    [Fact]
    public void Seen_drained_it_is_over_and_kept_until_its_owner_takes_the_node_back()
    {
        var cluster = Begun(new Cluster().Node(Given.Node("a") with { Availability = Availability.Drain }).Node("b"));
        cluster.Memory = cluster.Plan(TwoGroups).Memory;
        Assert.Equal((DrainState.Drained, true), (cluster.Memory.Drains["id-a"].State, cluster.Memory.Drains["id-a"].IsOver));
        Assert.Equal("0 of 0 services moved; it is drained", Progress(cluster));

        var back = new Cluster { Memory = cluster.Memory }.Node("a").Node("b");
        Assert.Empty(back.Plan(TwoGroups).Memory.Drains);
    }

    [Fact]
    public void Forced_what_cannot_be_moved_is_left_to_Swarm()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node("b").Service(Given.Spec("files").Mounting("volume", "files"), "a"), isForced: true);
        Assert.Equal(["a drain"], Switches(cluster.Plan(TwoGroups)));
    }

    [Fact]
    public void While_a_new_leader_has_not_heard_of_a_node_nothing_is_left_to_Swarm()
    {
        var cluster = Begun(new Cluster().Node(Paused).Node(Given.Node("b") with { State = NodeState.Unknown }).Service(Given.Spec("plain"), "a"), isForced: true);
        Assert.Empty(cluster.Plan(TwoGroups).Actions);
    }

    [Fact]
    public void Nobody_follows_restarts_or_is_tried_again_on_a_node_that_is_drained()
    {
        var app = Given.Service(Given.Spec("web"));
        var cluster = Begun(new Cluster().Node(Given.Node("a", "db") with { Availability = Availability.Pause }).Node("b").Node("c")
            .Service(Given.Spec("db", "node.hostname == a"), "a").Service(app, "b"));
        Assert.DoesNotContain(cluster.Plan(TwoGroups).Memory.HandOffs, handOff => handOff.Key == app.Id);

        var db = Given.Service(Given.Spec("db") with { Restart = new(RestartCondition.Any, 1, TimeSpan.FromSeconds(5)) });
        var failed = Given.Task("db.1", db, 1, "a", TaskState.Failed, TaskState.Shutdown);
        var down = Begun(new Cluster().Node(Given.Node("a", "db") with { Availability = Availability.Pause }).Node("b").Service(db).Task(failed));
        Assert.Equal(["id-b"], down.Plan(TwoGroups, secondsLater: 60).Memory.HandOffs[db.Id].Targets);
    }

    [Fact]
    public void Progress_says_how_many_have_moved_and_what_the_others_wait_for()
    {
        var cluster = Begun(Swarm());
        Assert.Equal("0 of 4 services moved; it still takes tasks", Progress(cluster));
        cluster.Memory = cluster.Plan(TwoGroups).Memory;
        Assert.Equal("0 of 4 services moved; db is on its way; mq is on its way; plain is on its way; and 1 more", Progress(cluster));
    }
}
