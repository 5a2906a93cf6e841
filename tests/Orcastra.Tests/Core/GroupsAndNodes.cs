using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

public sealed class GroupsAndNodes
{
    [Fact]
    public void The_file_wins_over_a_label_and_the_plan_says_so()
    {
        var plan = new Cluster().Node("a", "db").Service(Given.Spec("db"), "a").Service(Given.Spec("other"), "a")
            .Service(Given.Spec("app").Labelled("orcastra.anchor", "other"), "a").Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "app" && refusal.Reason.Contains("the file wins", StringComparison.Ordinal));
    }

    [Fact]
    public void A_circle_of_labels_is_refused_for_the_service_that_closes_it()
    {
        var plan = new Cluster().Node("a").Service(Given.Spec("one").Labelled("orcastra.anchor", "two"), "a")
            .Service(Given.Spec("two").Labelled("orcastra.anchor", "one"), "a").Plan(new());
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("closes a circle", StringComparison.Ordinal));
    }

    [Fact]
    public void One_label_name_from_two_stacks_is_refused()
    {
        var plan = new Cluster().Node("a").Service(InStack("x", "db"), "a").Service(InStack("y", "db"), "a")
            .Service(InStack("x", "app").Labelled("orcastra.anchor", "db"), "a")
            .Service(InStack("y", "app").Labelled("orcastra.anchor", "db"), "a").Plan(new());
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "y_app" && refusal.Reason.Contains("belongs to x_db already", StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_that_two_entries_name_differently_follows_the_first_alone()
    {
        var cluster = new Cluster().Node("a").Node("b").Service(Given.Spec("db"), "a").Service(Given.Spec("mq"), "b").Service(InStack("x", "app"), "a");
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "x_app"), Given.Anchor("mq", "app") with { Stack = "x" }));
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "x_app" && refusal.Reason.Contains("it follows db already", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Actions, action => action is HandOffStep);
    }

    [Fact]
    public void A_missing_service_is_named_with_the_place_of_its_entry()
    {
        var plan = new Cluster().Node("a").Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Equal(["db", "app"], plan.Refusals.Select(refusal => refusal.Subject));
        Assert.All(plan.Refusals, refusal => Assert.Contains("dependencies.yml:1:1", refusal.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void With_more_than_half_the_nodes_down_nothing_is_done()
    {
        var cluster = new Cluster().Node("a").Node(Down("b")).Node(Down("c")).Service(Given.Spec("db"), "a");
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db")));
        Assert.Empty(plan.Actions);
        Assert.Contains("2 of 3 nodes are down (b, c)", Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_a_rejoin_left_behind_are_no_loss()
    {
        var cluster = new Cluster().Node("a").Node("b").Node(Down("a") with { Id = "old-a" }).Node(Down("b") with { Id = "old-b" }).Node(Down("b") with { Id = "older-b" });
        Assert.Single(cluster.Service(Given.Spec("db"), "a").Plan(Given.Policy(Given.Anchor("db"))).Actions);
    }

    [Fact]
    public void An_unknown_node_is_neither_gone_nor_a_place()
    {
        var cluster = new Cluster().Node(Given.Node("a", "db") with { State = NodeState.Unknown }).Node("b", "db").Node("c")
            .Service(Given.Spec("db"), "b").Service(Given.Spec("app"), "a");
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("until its managers have heard of a again", StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_on_a_node_whose_task_a_new_gate_shuts_out_waits_for_a_later_pass()
    {
        var cluster = new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "b").Service(Given.Spec("app"), "a");
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "app")).WithNode("a", "zfs"));
        Assert.IsType<HandOffStep>(Assert.Single(plan.Actions));
    }

    [Fact]
    public void A_gate_stays_shut_until_the_updater_has_stopped_the_old_task()
    {
        var spec = Given.Spec("app");
        var gated = Given.Service(spec.Labelled(Trace.Mark, "g") with { Constraints = [Trace.GateConstraint("g", 1)] });
        var cluster = new Cluster { Memory = Under(gated) }.Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(gated)
            .Task(Given.Task("old", gated, 1, "a") with { Constraints = [] });
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("the updater has not stopped the old task yet", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pause_that_followed_our_own_last_write_does_not_keep_the_trace_in_the_previous_spec()
    {
        var spec = Given.Spec("app");
        var gated = spec.Labelled(Trace.Mark, "g") with { Constraints = [Trace.GateConstraint("g", 1)] };
        var ours = Given.Service(spec) with { PreviousSpec = gated, UpdateState = UpdateState.Paused };
        Assert.Empty(Assert.IsType<HandOffStep>(Assert.Single(new Cluster().Node("a").Service(ours, "a").Plan(new()).Actions)).Edits);
        var theirs = ours with { Spec = spec with { UserHash = "deployed anew" } };
        Assert.Empty(new Cluster().Node("a").Service(theirs, "a").Plan(new()).Actions);
    }

    [Fact]
    public void Room_that_another_service_is_on_its_way_to_take_is_not_given_twice()
    {
        var cluster = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b")
            .Service(Given.Spec("one").Reserving(2500), "a").Service(Given.Spec("two").Reserving(1500) with { Labels = Given.NoLabels }, "a").Service(Given.Spec("three").Reserving(1500), "a");
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "one", "two", "three")));
        Assert.Equal(["one", "two"], plan.Actions.OfType<HandOffStep>().Select(step => step.Service.Name));
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "three" && refusal.Reason.Contains("does not fit", StringComparison.Ordinal));
    }

    private static Memory Under(Service service) => Memory.Empty with
    {
        HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new("g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon, null, null, null, null)),
    };

    private static ServiceSpec InStack(string stack, string name) => Given.Spec($"{stack}_{name}").Labelled("com.docker.stack.namespace", stack);

    private static Node Down(string name) => Given.Node(name) with { State = NodeState.Down };
}
