using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Issues;

/// <summary>Updates of an owner's that looked like ours.</summary>
public sealed class OwnersUpdates
{
    /// <summary>Its owner tied it to a node and released it again: the spec was ours once more, the update that went on was not.</summary>
    [Theory]
    [InlineData("changed", false)]
    [InlineData("hash", true)]
    public void A_change_that_was_taken_back_passed_for_our_own_update(string hashBefore, bool isOurs)
    {
        var spec = Given.Spec("web", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g");
        var service = Given.Service(spec) with { PreviousSpec = spec with { UserHash = hashBefore }, UpdateState = UpdateState.Updating };
        var cluster = new Cluster().Node("a").Node("b", "db", "orcastra.gate.g=1").Service(Given.Spec("db"), "b").Service(service, "b");
        cluster.Memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new("g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon, Given.Noon, Given.Noon, Given.Noon, null)),
        };
        var plan = cluster.Plan(Given.Policy(Given.Anchor("db", "web")), secondsLater: 60);
        Assert.Equal(isOurs, plan.Actions.OfType<HandOffStep>().Any());
    }
}
