using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>
/// A hand-off is recorded before its first write, and that write may have to wait. What has changed meanwhile is looked at
/// anew: nothing is written on the strength of an old look.
/// </summary>
public sealed class BetweenRecordAndWrite
{
    [Fact]
    public void What_is_as_it_was_is_written() => Assert.Contains(Written(App()), edit => edit is SpecEdit.AddConstraint);

    [Fact]
    public void A_deploy_of_its_owner_begins_anew() => Assert.DoesNotContain(Written(App() with { UserHash = "other" }), IsOldGate);

    [Fact]
    public void A_forced_update_of_its_owner_begins_anew() => Assert.DoesNotContain(Written(App() with { ForceUpdate = 1 }), IsOldGate);

    [Fact]
    public void A_target_that_has_filled_up_is_not_gone_to()
    {
        var plan = Cluster(App().Reserving(3000)).Service(Given.Spec("big").Reserving(3000), "b").Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Empty(plan.Actions.OfType<HandOffStep>());
        Assert.Empty(plan.Memory.HandOffs);
    }

    [Fact]
    public void Who_does_not_follow_any_more_is_left_alone()
    {
        var plan = Cluster(App()).Plan(Given.Policy(Given.Anchor("db", "other")));
        Assert.Empty(plan.Actions.OfType<HandOffStep>());
        Assert.Empty(plan.Memory.HandOffs);
    }

    private static ServiceSpec App() => Given.Spec("app");

    private static bool IsOldGate(SpecEdit edit) => edit == new SpecEdit.AddConstraint(Trace.GateConstraint("g", 1));

    private static IEnumerable<SpecEdit> Written(ServiceSpec spec) => Cluster(spec)
        .Plan(Given.Policy(Given.Anchor("db", "app"))).Actions.OfType<HandOffStep>().SelectMany(step => step.Edits);

    private static Cluster Cluster(ServiceSpec spec)
    {
        var service = Given.Service(spec);
        var cluster = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(service, "a");
        cluster.Memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new("g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon, null, null, null, null)),
        };
        return cluster;
    }
}
