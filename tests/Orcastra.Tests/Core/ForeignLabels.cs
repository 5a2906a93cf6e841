using Orcastra.Core.Planning;

namespace Orcastra.Tests.Core;

/// <summary>Labels that have the name of an anchor and mean something else to their owner. They are left alone, and it is said why.</summary>
public sealed class ForeignLabels
{
    private const string Bound = "node.labels.db == true";

    [Fact]
    public void A_value_that_its_owner_has_set_by_hand_is_not_overwritten()
    {
        var plan = new Cluster().Node("a").Node("b", "db=ssd").Service(Given.Spec("db"), "b").Plan(Given.Policy(Given.Anchor("db")));
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("b has the label db=ssd", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_says_no_is_the_anchors()
    {
        var plan = new Cluster().Node("a").Node("b", "db=false").Service(Given.Spec("db"), "b").Plan(Given.Policy(Given.Anchor("db")));
        Assert.Contains(plan.Actions, action => action is SetNodeLabel { Key: "db", Value: "true" });
    }

    [Fact]
    public void A_hand_off_does_not_set_what_a_file_declares_otherwise()
    {
        var plan = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b").Service(Given.Spec("app", Bound), "a")
            .Plan(Given.Policy(Given.Anchor("db", "app")).WithNode("b", "db=ssd"));
        Assert.Empty(plan.Actions.OfType<HandOffStep>());
        Assert.DoesNotContain(plan.Actions, action => action is SetNodeLabel { Key: "db", Value: "true" });
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "app" && refusal.Reason.Contains("nodes.yml declares db=ssd on b", StringComparison.Ordinal));
    }

    /// <summary>It lost the nodes to which it could fail over, one after the other.</summary>
    [Fact]
    public void An_anchor_that_is_bound_to_its_own_label_keeps_it_wherever_it_is()
    {
        var plan = new Cluster().Node("a", "db").Node("b", "db").Node("c", "db").Service(Given.Spec("db", Bound), "a").Plan(Given.Policy(Given.Anchor("db")));
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Subject == "db" && refusal.Reason.Contains("fail over", StringComparison.Ordinal));
    }
}
