using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

public sealed class StaticLabels
{
    [Fact]
    public void Labels_of_a_file_are_set_and_remembered_as_ours()
    {
        var plan = new Cluster().Node("a").Plan(Given.Policy().WithNode("a", "zfs", "tier=gold"));
        Assert.Equal(["tier=gold", "zfs=true"], plan.Actions.Cast<SetNodeLabel>().Select(set => $"{set.Key}={set.Value}").Order());
        Assert.Equal(["tier", "zfs"], plan.Memory.OwnedLabels["id-a"]);
    }

    [Fact]
    public void A_node_of_the_file_that_is_not_in_the_Swarm_is_named_with_its_place()
    {
        var plan = new Cluster().Node("a").Plan(Given.Policy().WithNode("a", "zfs").WithNode("z", "zfs"));
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal("z", refusal.Subject);
        Assert.Contains("nodes.yml:2:3", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_left_the_file_goes_and_one_of_a_stranger_stays()
    {
        var cluster = new Cluster { Memory = Owning("zfs") }.Node("a", "zfs", "mine");
        var removed = Assert.IsType<RemoveNodeLabel>(Assert.Single(cluster.Plan(Given.Policy().WithNode("a")).Actions));
        Assert.Equal("zfs", removed.Key);
    }

    [Fact]
    public void Pruning_takes_what_nobody_names_and_leaves_ours_and_the_anchors_labels()
    {
        var policy = Given.Policy(Given.Anchor("db")).WithNode("a", "zfs") with { PruneUnknownLabels = true };
        var cluster = new Cluster().Node("a", "zfs", "mine", "db", "web", "orcastra.note").Node("b")
            .Service(Given.Spec("db"), "a").Service(Given.Spec("web"), "a").Service(Given.Spec("app").Labelled("orcastra.anchor", "web"), "a");
        Assert.Equal("mine", Assert.IsType<RemoveNodeLabel>(Assert.Single(cluster.Plan(policy).Actions)).Key);
    }

    [Fact]
    public void A_needed_label_is_not_removed_and_the_task_is_named()
    {
        var cluster = new Cluster { Memory = Owning("zfs") }.Node("a", "zfs").Service(Given.Spec("app", "node.labels.zfs == true"), "a");
        var plan = cluster.Plan(Given.Policy().WithNode("a"));
        Assert.Empty(plan.Actions);
        Assert.Contains("task app.1 of app", Assert.Single(plan.Refusals).Reason, StringComparison.Ordinal);
        Assert.Contains("zfs", plan.Memory.OwnedLabels["id-a"]);
    }

    [Fact]
    public void A_hostname_comes_before_an_ID_and_a_node_that_joined_anew_is_labelled_at_once()
    {
        var cluster = new Cluster().Node(Given.Node("a", "zfs") with { Id = "old", State = NodeState.Down }).Node("a");
        Assert.Equal("id-a", Assert.IsType<SetNodeLabel>(Assert.Single(cluster.Plan(Given.Policy().WithNode("a", "zfs")).Actions)).Node.Id);
        var byId = new Cluster().Node("a").Plan(Given.Policy().WithNode("id-a", "zfs"));
        Assert.Single(byId.Actions);
    }

    [Fact]
    public void Without_a_file_nothing_is_touched() =>
        Assert.Empty((new Cluster { Memory = Owning("zfs") }.Node("a", "zfs")).Plan(Given.Policy()).Actions);

    [Fact]
    public void A_label_that_is_an_anchors_as_well_stays_where_the_file_declares_it()
    {
        var policy = Given.Policy(Given.Anchor("db")).WithNode("a", "db");
        var plan = new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "b").Plan(policy);
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("nodes.yml declares it here", StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_with_another_value_than_the_anchors_is_not_fought_over()
    {
        var policy = Given.Policy(Given.Anchor("db")).WithNode("a", "db=gold");
        var plan = new Cluster().Node("a", "db=gold").Node("b").Service(Given.Spec("db"), "a").Plan(policy);
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("rename one of the two", StringComparison.Ordinal));
    }

    [Fact]
    public void A_label_that_left_the_file_and_is_an_anchors_stays_under_the_anchor()
    {
        var cluster = new Cluster { Memory = Owning("db") }.Node("a", "db").Service(Given.Spec("db"), "a");
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db")).WithNode("a"));
        Assert.Empty(plan.Actions);
        Assert.Empty(plan.Memory.OwnedLabels);
    }

    private static Memory Owning(string key) => Memory.Empty with
    {
        OwnedLabels = Memory.Empty.OwnedLabels.SetItem("id-a", ImmutableSortedSet.Create<string>(StringComparer.Ordinal, key)),
    };
}
