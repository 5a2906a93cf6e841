using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using static Orcastra.Tests.Core.NodeToReboot;

namespace Orcastra.Tests.Core;

/// <summary>Reboots that machines ask for themselves.</summary>
public sealed class RebootsUnattended
{
    private static readonly Orcastra.Core.Policies.Policy On = Policy with { AutoReboot = true };

    [Fact]
    public void Within_the_window_a_node_that_wants_it_is_rebooted_and_not_otherwise()
    {
        var wants = Says(Before, needsReboot: true, isOpen: true);
        Assert.Equal("unattended", Assert.Single(Swarm().Plan(wants, policy: On).Memory.Reboots).Value.Origin);
        Assert.Empty(Swarm().Plan(wants).Memory.Reboots);
        Assert.Empty(Swarm().Plan(wants with { IsWindowOpen = false }, policy: On).Memory.Reboots);
        Assert.Empty(Swarm().Plan(Says(Before, isOpen: true), policy: On).Memory.Reboots);
    }

    [Fact]
    public void It_waits_while_anything_else_goes_on_or_is_amiss()
    {
        var wants = Says(Before, needsReboot: true, isOpen: true);
        Assert.Contains("waits: c is down", Why(new Cluster().Node(Manager("a")).Node(Manager("b")).Node(Manager("c") with { State = NodeState.Down }), wants), StringComparison.Ordinal);
        var slow = Given.Service(Given.Spec("slow"));
        Assert.Contains("waits: slow is not up", Why(Swarm().Service(slow).Task(Given.Task("t", slow, 1, "b", TaskState.Starting)), wants), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_failure_it_is_not_tried_again_in_the_same_boot()
    {
        var failed = Swarm().Remembering(At(RebootStage.Failed) with { IsOver = true, Reason = "no" }, isDrained: false);
        Assert.Contains("has failed in this boot already", Why(failed, Says(Before, needsReboot: true, isOpen: true)), StringComparison.Ordinal);
        Assert.Equal(RebootStage.Looking, failed.Plan(Says(After, needsReboot: true, isOpen: true), policy: On).Memory.Reboots["id-a"].Stage);
    }

    private static string Why(Cluster cluster, Orcastra.Core.Rebooting.MachineView machines) =>
        Assert.Single(cluster.Plan(machines, policy: On).Refusals, refusal => refusal.Runner == Runner.Reboot && refusal.Reason.Contains("wants to be rebooted", StringComparison.Ordinal)).Reason;
}
