using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.FollowingAnAnchor;

namespace Orcastra.Tests.Scenarios;

/// <summary>What users do to their services at the worst moment. Theirs wins, and nothing of ours stays behind.</summary>
public sealed class UsersInTheMiddle
{
    [Theory]
    [InlineData(UpdateState.Updating)]
    [InlineData(UpdateState.Paused)]
    [InlineData(UpdateState.RollbackStarted)]
    [InlineData(UpdateState.RollbackPaused)]
    public void A_rollout_of_its_user_is_never_written_into(UpdateState state)
    {
        var app = new Cluster().Node("a").Node("b", "db").Service(Given.Spec("db"), "b")
            .Service(Given.Service(Given.Spec("app")) with { UpdateState = state }, "a");
        var plan = app.Plan(Given.Policy(Given.Anchor("db", "app")));
        Assert.Empty(plan.Actions);
        Assert.Contains(plan.Refusals, refusal => refusal.Reason.Contains("its owner's update is", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void An_image_deployed_in_the_middle_runs_beside_the_anchor_in_the_end(bool afterOpening, bool isBound)
    {
        var journey = InTheMiddle(afterOpening, isBound);
        journey.Swarm.UserDeploys("app", "image:2");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
        Assert.Equal("image:2", journey.Swarm["app"].Current.Image);
    }

    [Theory]
    [InlineData(false, "image:1")]
    [InlineData(true, "image:1")]
    [InlineData(false, "image:2")]
    [InlineData(true, "image:2")]
    public void A_stack_deploy_that_strips_the_gate_is_looked_at_anew(bool afterOpening, string image)
    {
        var journey = InTheMiddle(afterOpening, isBound: false);
        journey.MustNotOverlap = false; // the deploy itself overlaps, as measured
        journey.Swarm.UserDeploys("app", image, spec => spec with
        {
            Constraints = [.. Trace.OwnConstraints(spec)],
            Labels = spec.Labels.Remove(Trace.Mark),
        });
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rollback_in_the_middle_leaves_no_gate_in_spec_or_previous_spec(bool afterOpening)
    {
        var journey = InTheMiddle(afterOpening, isBound: false);
        journey.MustNotOverlap = false;
        journey.Swarm.UserRollsBack("app");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
    }

    [Fact]
    public void A_rollback_that_brings_a_shut_gate_back_does_not_keep_the_service_down()
    {
        var journey = DbAndApp(Given.Spec("app"));
        var service = journey.Swarm["app"];
        service.Previous = service.Current with { Spec = service.Spec.Labelled(Trace.Mark, "old-1") with { Constraints = [Trace.GateConstraint("old-1", 1)] } };
        journey.IsAlive = false;
        journey.Swarm.UserRollsBack("app");
        journey.Pass(5);
        Assert.Equal("", journey.Swarm.PlaceOf("app"));
        journey.IsAlive = true;
        journey.Settles();
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
    }

    [Fact]
    public void An_update_that_fits_nowhere_behind_the_gate_is_let_go()
    {
        var journey = InTheMiddle(afterOpening: false, isBound: false);
        journey.Runs(Given.Spec("big").Reserving(3000), on: "b");
        journey.Swarm.UserDeploys("app", "image:2", spec => spec.Reserving(2000));
        journey.Until(() => journey.Swarm.PlaceOf("app") is "a" or "c", "it runs again", seconds: 30);
        journey.Settles();
    }

    [Fact]
    public void Scaling_to_zero_in_the_middle_ends_the_hand_off()
    {
        var journey = InTheMiddle(afterOpening: false, isBound: true);
        journey.Swarm.UserDeploys("app", "image:1", spec => spec with { Replicas = 0 });
        journey.Settles();
        Assert.Equal("", journey.Swarm.PlaceOf("app"));
        Assert.Equal(0UL, journey.Swarm["app"].Spec.Replicas);
    }

    [Fact]
    public void Removing_the_service_in_the_middle_leaves_no_label()
    {
        var journey = InTheMiddle(afterOpening: true, isBound: true);
        journey.Swarm.Remove("app");
        journey.Settles();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_entry_that_leaves_the_file_in_the_middle_leaves_a_running_service_and_no_trace(bool afterOpening)
    {
        var journey = InTheMiddle(afterOpening, isBound: false);
        journey.Policy = Given.Policy();
        journey.Settles();
        Assert.NotEqual("", journey.Swarm.PlaceOf("app"));
        Assert.DoesNotContain(journey.Swarm.Nodes.Values, node => node.Labels.ContainsKey("db"));
    }

    private static Journey InTheMiddle(bool afterOpening, bool isBound)
    {
        var journey = DbAndApp(isBound ? Given.Spec("app", "node.labels.db == true") : Given.Spec("app"));
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(3);
        journey.Moves("db", "b");
        journey.Until(() => Trace.IsIn(journey.Swarm["app"].Spec), "the gate is up");
        journey.Pass(0.5);
        if (afterOpening)
        {
            journey.Until(() => journey.Swarm.Of("app").Any(task => task.Node == "id-b"), "the gate is open");
        }

        return journey;
    }
}
