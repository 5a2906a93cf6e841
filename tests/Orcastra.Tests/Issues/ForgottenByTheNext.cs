using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Faults;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Issues.Playing;

namespace Orcastra.Tests.Issues;

/// <summary>What a leader, or the planner itself, no longer knew a moment later.</summary>
public sealed class ForgottenByTheNext
{
    /// <summary>The leader changed while its updater held the new task back. Who left then opened the gate, for the updater waited, it was said.</summary>
    [Fact]
    public void Who_leaves_does_not_leave_it_to_an_updater_that_the_next_leader_has_forgotten() => Holds(
        [
            new PlannedService { Name = "db" },
            new PlannedService { Name = "web", GraceSeconds = 50, StopSeconds = 45 },
        ],
        [Entry("db", "web")],
        [At(100, new MoveTo("db", 3)), At(108, new NextLeader()), At(116, new StopOrcastra(1))],
        instance: 1);

    /// <summary>Remembering took 10 s. Meanwhile Swarm had brought it to its anchor: the gate that was planned before ended it there.</summary>
    [Fact]
    public void A_plan_is_too_old_once_remembering_it_has_taken_long() => Holds(
        [
            new PlannedService { Name = "db", Constraints = ["node.hostname == node1"] },
            new PlannedService { Name = "web", Constraints = ["node.hostname != node2"] },
        ],
        [Entry("db", "web")],
        [At(100, new MoveTo("db", 3)), At(100.1, new ApiTrouble(2, TroubleKind.DelayBefore, 1, true, 3)), At(102, new MakeAvailable(1, "drain")), At(150, new StartOrcastra(2))],
        instance: 2);

    /// <summary>Its anchor failed at the same place again and again; each time it was down when the attempt was counted, and counted as elsewhere.</summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void An_anchor_that_is_down_as_its_dependent_is_brought_back_has_failed_where_it_was_followed_to(int secondsLater, bool isFollowedAgain)
    {
        var web = Given.Service(Given.Spec("web", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g"));
        var down = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db")).Service(web).Task(Given.Task("new", web, 1, "", TaskState.Pending));
        down.Memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.SetItem(web.Id, new("g", web.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon, Given.Noon, null, null, null)),
            Attempts = Memory.Empty.Attempts.SetItem(web.Id, new(1, Given.Noon.AddSeconds(-5), Given.Noon.AddSeconds(-5), "hash/id-b", "it failed")),
        };
        var policy = Given.Policy(Given.Anchor("db", "web"));
        var broughtBack = down.Plan(policy, secondsLater: 1).Memory;
        var up = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(Given.Spec("web"), "a");
        up.Memory = broughtBack with { HandOffs = Memory.Empty.HandOffs };
        Assert.Equal(isFollowedAgain, up.Plan(policy, secondsLater + 1).Actions.Any(action => action is HandOffStep));
    }

    /// <summary>Swarm rolled it back as it failed. That was counted when its failure was seen, and once more when the gate was seen to be gone.</summary>
    [Theory]
    [InlineData(-20, 2)]
    [InlineData(3, 1)]
    public void A_failure_that_Swarm_rolled_back_counts_once(int lastAttemptAt, int count)
    {
        var web = Given.Service(Given.Spec("web")) with { UpdateState = UpdateState.RollbackStarted };
        var cluster = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b").Service(web, "a");
        cluster.Memory = Memory.Empty with
        {
            HandOffs = Memory.Empty.HandOffs.SetItem(web.Id, new("g", web.Id, "db", HandOffPurpose.Move, 1, ["id-a"], ["id-b"], "hash", 0, Given.Noon, Given.Noon, null, null, null)),
            Attempts = Memory.Empty.Attempts.SetItem(web.Id, new(1, Given.Noon.AddSeconds(lastAttemptAt), Given.Noon.AddSeconds(-20), "hash/id-b", "it failed")),
        };
        Assert.Equal(count, cluster.Plan(Given.Policy(Given.Anchor("db", "web")), secondsLater: 5).Memory.Attempts[web.Id].Count);
    }

    /// <summary>
    /// Its gate stood open where its anchor's label had gone from, and its owner's update was paused: that could not end, and
    /// the gate did not go before it had.
    /// </summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_global_service_is_shut_out_where_its_gate_is_open_and_its_label_is_not(bool isLabelBehindTheGate, bool isGateTaken)
    {
        var web = Given.Service(Given.Spec("web", "node.labels.db == true", Trace.GateConstraint("g", 1)).Labelled(Trace.Mark, "g") with { Mode = ServiceMode.Global })
            with
        { UpdateState = UpdateState.Paused };
        var cluster = isLabelBehindTheGate ? new Cluster().Node("a", "orcastra.gate.g=1", "db").Node("b") : new Cluster().Node("a", "orcastra.gate.g=1").Node("b", "db");
        var plan = cluster.Service(Given.Spec("db"), "b").Service(web).Plan(Given.Policy(Given.Anchor("db", "web")));
        Assert.Equal(isGateTaken, plan.Actions.OfType<HandOffStep>().Any(step => step.Edits.Any(edit => edit is SpecEdit.RemoveConstraints)));
    }
}
