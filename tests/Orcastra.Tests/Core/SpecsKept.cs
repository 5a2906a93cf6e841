using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.RollingBack;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>What an owner could roll back to is noted in the plan that is about to replace it, and nothing else is.</summary>
public sealed class SpecsKept
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "web"));
    private static readonly ServiceSpec Old = Given.Spec("web") with { UserHash = "old" };
    private static readonly ServiceSpec New = Given.Spec("web") with { UserHash = "new" };
    private static readonly string Id = Given.IdOf("web");

    [Fact]
    public void What_a_write_of_ours_is_about_to_replace_is_noted_with_what_came_after_it()
    {
        var plan = Misplaced(Given.Service(New) with { PreviousSpec = Old }).Plan(Policy);
        Assert.Single(plan.Actions.OfType<HandOffStep>());
        Assert.Equal(new("old", "new", Given.Noon), plan.Memory.Kept[Id]);
        Assert.Equal(plan.Memory.Kept, MemoryLabels.Read(MemoryLabels.Write(plan.Memory)).Kept);
    }

    [Fact]
    public void What_a_write_of_ours_has_left_there_is_not()
    {
        Assert.Empty(Misplaced(Given.Service(New) with { PreviousSpec = New }).Plan(Policy).Memory.Kept);
        Assert.Empty(Misplaced(Given.Service(New)).Plan(Policy).Memory.Kept);
        var kept = Misplaced(Given.Service(New) with { PreviousSpec = New });
        kept.Memory = Memory.Empty with { Kept = Memory.Empty.Kept.Add(Id, new("old", "new", Given.Noon)) };
        Assert.Equal(kept.Memory.Kept, kept.Plan(Policy, 5).Memory.Kept);
    }

    [Fact]
    public void Nothing_is_noted_where_nothing_is_written()
    {
        var cluster = new Cluster().Node("a", "db").Service(Given.Spec("db"), "a").Service(Given.Service(New) with { PreviousSpec = Old }, "a");
        var plan = cluster.Plan(Policy);
        Assert.Empty(plan.Actions);
        Assert.Empty(plan.Memory.Kept);
    }

    [Fact]
    public void One_that_is_too_large_is_noted_as_not_kept()
    {
        var plan = Misplaced(Given.Service(New) with { PreviousSpec = Old with { Size = OwnersPrevious.MostBytes + 1 } }).Plan(Policy);
        Assert.Equal(new("", "new", Given.Noon), plan.Memory.Kept[Id]);
    }

    [Fact]
    public void What_is_kept_for_a_service_that_is_gone_is_removed_and_then_forgotten()
    {
        var cluster = new Cluster().Node("a");
        cluster.Memory = Memory.Empty with { Kept = Memory.Empty.Kept.Add("gone", new("old", "new", Given.Noon)) };
        var plan = cluster.Plan(Policy);
        Assert.Equal("gone", Assert.IsType<RemoveKeptSpec>(Assert.Single(plan.Actions)).ServiceId);
        Assert.True(plan.Memory.Kept.ContainsKey("gone")); // or the object would stay where this write is lost
        Assert.False(plan.MayLeaveTraces);
        Assert.Empty(cluster.Plan(Policy with { MayBegin = false }).Actions);
    }

    /// <summary>The binding is ours: what was before it is not what its owner deployed before.</summary>
    [Fact]
    public void A_binding_that_was_left_as_wished_does_not_count_as_a_deploy()
    {
        var bind = Given.Policy(Given.Anchor("db", "web") with { Bind = true });
        var bound = Given.Spec("web", "node.labels.db == true") with { UserHash = "bound" };
        var service = Given.Service(bound) with { PreviousSpec = New, AddedConstraint = "node.labels.db == true" };
        var cluster = Misplaced(service);
        cluster.Memory = Memory.Empty with { Kept = Memory.Empty.Kept.Add(Id, new("old", "new", Given.Noon)) };
        Assert.Equal(new("old", "bound", Given.Noon), cluster.Plan(bind, 5).Memory.Kept[Id]);
        Assert.Equal("new", cluster.Plan(Policy, 5).Memory.Kept[Id].UserHash); // its owner's own constraint
    }

    private static Cluster Misplaced(Service web) => new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "a").Service(web, "b");
}
