using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.FollowingAnAnchor;

namespace Orcastra.Tests.Scenarios;

public sealed class AnchorLabels
{
    [Fact]
    public void The_label_stays_at_the_last_place_while_the_anchor_is_scaled_to_zero_or_its_node_is_down()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Swarm.UserDeploys("db", "image:1", spec => spec with { Replicas = 0 });
        journey.Settles();
        Assert.True(journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"));
        journey.Swarm.UserDeploys("db", "image:1", spec => spec with { Replicas = 1, Constraints = ["node.hostname == a"] });
        journey.Settles();
        journey.Swarm.PowerCut("a");
        journey.Pass(10);
        Assert.True(journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"));
    }

    [Fact]
    public void The_label_is_on_every_node_where_the_anchor_runs_and_stays_where_one_of_a_global_anchor_is_starting_again()
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db")) }.Nodes("a", "b", "c");
        journey.Swarm.Create(Given.Spec("db") with { Mode = ServiceMode.Global, Replicas = 0 });
        journey.Pass(5);
        journey.Settles();
        Assert.All(journey.Swarm.Nodes.Values, node => Assert.Equal("true", node.Labels["db"]));
        journey.Swarm["db"].StartTakes = TimeSpan.FromSeconds(4);
        journey.Swarm.Of("db").First().Due = journey.Swarm.Now;
        journey.Pass(10);
        Assert.DoesNotContain(journey.Actions, action => action.StartsWith("remove db", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pending_dependent_needs_the_label_alone()
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db", "app")) }.Nodes("a", "b", "c");
        journey.Swarm.Create(Given.Spec("db"));
        journey.Swarm.Create(Given.Spec("app", "node.labels.db == true"));
        journey.Settles();
        Assert.Equal(journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app"));
        Assert.Single(journey.Actions);
    }

    [Fact]
    public void A_power_cut_of_the_anchors_node_moves_the_label_bound_by_the_label_alone_and_its_return_moves_nothing()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true"));
        journey.Swarm.PowerCut("a");
        journey.Settles();
        Assert.Equal(journey.Swarm.PlaceOf("db"), journey.Swarm.PlaceOf("app"));
        Assert.DoesNotContain(journey.Actions, action => action.StartsWith("hand-off", StringComparison.Ordinal));
        var writes = journey.Writes;
        journey.Swarm.Change("a", node => node with { State = NodeState.Ready });
        journey.Settles();
        Assert.Equal(writes, journey.Writes);
    }

    [Fact]
    public void The_label_stays_under_an_undeclared_user_of_it_and_the_plan_names_its_task()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Runs(Given.Spec("other", "node.labels.db == true"), on: "a");
        journey.Moves("db", "b");
        journey.Pass(30);
        Assert.Equal("a", journey.Swarm.PlaceOf("other"));
        Assert.Contains(journey.Last.Refusals, refusal => refusal.Reason.Contains($"task {journey.Swarm.Of("other").Single().Id} of other", StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_that_a_running_task_forbids_is_not_set_and_nobody_is_led_there()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true"));
        journey.Runs(Given.Spec("shy", "node.labels.db != true"), on: "b");
        journey.Moves("db", "b");
        journey.Pass(30);
        Assert.Equal("b", journey.Swarm.PlaceOf("shy"));
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
        Assert.True(journey.Says("forbids it by a constraint"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_label_goes_with_the_service_or_its_entry(bool service)
    {
        var journey = DbAndApp(Given.Spec("app"));
        if (service)
        {
            journey.Swarm.Remove("db");
        }
        else
        {
            journey.Policy = Given.Policy();
        }

        journey.Settles();
        Assert.DoesNotContain(journey.Swarm.Nodes.Values, node => node.Labels.ContainsKey("db"));
        Assert.Empty(journey.Memory.AnchorLabels);
    }

    [Fact]
    public void The_label_of_an_anchor_that_only_service_labels_named_goes_with_it_though_there_is_no_file()
    {
        var journey = new Journey { Policy = new() }.Nodes("a", "b");
        journey.Runs(Given.Spec("db"), on: "a");
        journey.Runs(Given.Spec("app").Labelled("orcastra.anchor", "db"), on: "b");
        journey.Settles();
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
        journey.Swarm.Remove("db");
        journey.Settles();
        Assert.DoesNotContain(journey.Swarm.Nodes.Values, node => node.Labels.ContainsKey("db"));
    }

    [Fact]
    public void A_file_that_is_not_there_unlabels_nothing_while_the_service_is()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Policy = new();
        journey.Pass(10);
        Assert.True(journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"));
    }

    [Fact]
    public void A_global_dependent_that_is_bound_never_runs_on_both_nodes()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true") with { Mode = ServiceMode.Global, Replicas = 0 });
        journey.Runs(Given.Spec("web", "node.labels.db == true"), on: "a");
        journey.Policy = Given.Policy(Given.Anchor("db", "web", "app"));
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(5);
        journey.Swarm["web"].StopTakes = TimeSpan.FromSeconds(1);
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
        Assert.Equal("b", journey.Swarm.PlaceOf("web"));
    }

    [Fact]
    public void The_label_waits_for_a_global_dependent_whose_user_is_just_updating_it()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true") with { Mode = ServiceMode.Global, Replicas = 0 });
        journey.Moves("db", "b");
        journey.Swarm.UserDeploys("app", "image:2");
        journey.Pass(4);
        Assert.True(journey.Says("which is global"));
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
    }
}
