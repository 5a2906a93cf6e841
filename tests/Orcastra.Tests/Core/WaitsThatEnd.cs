using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Core;

/// <summary>Waits that must end, and moves that must not begin since they would have to wait for somebody who never ends it.</summary>
public sealed class WaitsThatEnd
{
    private static readonly Policy Policy = Given.Policy(Given.Anchor("db", "web", "app"));

    [Fact]
    public void A_global_service_whose_gate_could_never_be_opened_does_not_wait_for_ever_behind_it()
    {
        var web = Gated(Global("web"));
        var cluster = Blocked(new Cluster().Node("a", "db").Node("b", "db").Service(Given.Spec("db"), "b").Service(web), "b");
        cluster.Memory = Remembering(web, gatedAt: -80);
        var policy = Policy.WithNode("a", "db"); // whose label stays there
        Assert.Contains(cluster.Plan(policy).Actions.OfType<HandOffStep>(), step => step.Edits.Any(edit => edit is SpecEdit.RemoveConstraints));
    }

    private static ServiceSpec Global(string name) => Given.Spec(name, "node.labels.db == true") with { Mode = ServiceMode.Global };

    private static Service Gated(ServiceSpec spec) => Given.Service(
        spec.Labelled(Trace.Mark, "g") with { Constraints = spec.Constraints.Add(Trace.GateConstraint("g", 1)) });

    // Somebody's rollout has paused, and left a task where its owner does not want it any more.
    private static Cluster Blocked(Cluster cluster, string node) =>
        cluster.Service(Given.Service(Given.Spec("other", $"node.hostname != {node}")) with { UpdateState = UpdateState.Paused }, node);

    private static Memory Remembering(Service service, int gatedAt) => Memory.Empty with
    {
        HandOffs = Memory.Empty.HandOffs.SetItem(service.Id, new(
            "g", service.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon.AddSeconds(gatedAt), Given.Noon.AddSeconds(gatedAt), null, null, null)),
    };
}
