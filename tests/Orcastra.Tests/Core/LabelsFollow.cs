using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>When an anchor's label may leave its old place.</summary>
public sealed class LabelsFollow
{
    [Fact]
    public void It_is_set_at_the_new_place_before_it_leaves_the_old_one()
    {
        var cluster = new Cluster().Node("a", "db").Node("b").Service(Given.Spec("db"), "b");
        var action = Assert.IsType<SetNodeLabel>(Assert.Single(cluster.Plan(Given.Policy(Given.Anchor("db"))).Actions));
        Assert.Equal(("b", "db"), (action.Node.Hostname, action.Key));
    }

    [Fact]
    public void It_stays_at_an_old_place_until_every_replica_of_its_anchor_has_a_place()
    {
        var db = Given.Service(Given.Spec("db") with { Replicas = 2 });
        Assert.Empty(new Cluster().Node("a", "db").Node("b", "db").Service(db, "b").Plan(Given.Policy(Given.Anchor("db"))).Actions);
        var gone = Assert.IsType<RemoveNodeLabel>(Assert.Single(new Cluster().Node("a", "db").Node("b", "db").Service(db, "b", "b").Plan(Given.Policy(Given.Anchor("db"))).Actions));
        Assert.Equal("a", gone.Node.Hostname);
    }

    [Fact]
    public void An_anchor_that_is_half_rolled_restarts_nobody_yet()
    {
        var db = Given.Service(Given.Spec("db") with { Replicas = 2 }) with { UpdateState = UpdateState.Updating };
        var policy = Given.Policy(Given.Anchor("db", "app") with { RestartDependents = true });
        var cluster = new Cluster { Memory = AdoptedOf(db, "old.1", "old.2") }.Node("a", "db").Service(db).Service(Given.Spec("app"), "a")
            .Task(Given.Task("new.1", db, 1, "a") with { StatusAt = Given.Noon.AddSeconds(9) }).Task(Given.Task("old.2", db, 2, "a"));
        var plan = cluster.Plan(policy, secondsLater: 10);
        Assert.Empty(plan.Actions);
        Assert.Equal(["old.1", "old.2"], plan.Memory.Adoptions[db.Id].TaskIds);
    }

    private static Orcastra.Core.Remembering.Memory AdoptedOf(Service anchor, params string[] tasks) => Orcastra.Core.Remembering.Memory.Empty with
    {
        Adoptions = Orcastra.Core.Remembering.Memory.Empty.Adoptions.Add(anchor.Id, new([.. tasks])),
    };
}
