using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.FollowingAnAnchor;

namespace Orcastra.Tests.Scenarios;

public sealed class SeveralReplicas
{
    [Theory]
    [InlineData(0UL, "")]
    [InlineData(1UL, "")]
    [InlineData(0UL, "node.labels.db == true")]
    [InlineData(1UL, "node.labels.db == true")]
    [InlineData(2UL, "node.labels.db == true")]
    public void Several_replicas_follow_whatever_the_updaters_width(ulong parallelism, string constraint)
    {
        var app = constraint.Length > 0 ? Given.Spec("app", constraint) : Given.Spec("app");
        var journey = DbAndApp(app with { Replicas = 3, Update = app.Update with { Parallelism = parallelism } });
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(4);
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b,b,b", journey.Swarm.PlaceOf("app"));
        Assert.DoesNotContain(journey.Swarm.Of("app"), task => task.State == TaskState.Rejected);
    }

    [Fact]
    public void A_rolling_hand_off_that_fails_goes_back_without_a_kill()
    {
        var app = Given.Spec("app", "node.labels.db == true") with { Replicas = 2 };
        var journey = DbAndApp(app);
        journey.Swarm["app"].CrashesOn.Add("b");
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(3);
        journey.Moves("db", "b");
        journey.Until(() => journey.Actions.Any(action => action.Contains("it goes back to", StringComparison.Ordinal)), "it is brought back");
        journey.Until(() => journey.Swarm.PlaceOf("app") == "a,a", "both are back", seconds: 30);
        Assert.DoesNotContain(journey.Swarm.Of("app"), task => task.State == TaskState.Rejected);
    }

    [Fact]
    public void A_rolling_service_whose_tasks_stop_for_longer_than_the_updater_waits_is_refused()
    {
        var app = Given.Spec("app") with { StopGrace = TimeSpan.FromSeconds(70), Replicas = 2 };
        var journey = DbAndApp(app);
        journey.Moves("db", "b");
        journey.Pass(20);
        Assert.True(journey.Says("set update_config.parallelism to 0"));
        Assert.Equal("a,a", journey.Swarm.PlaceOf("app"));
    }

    [Fact]
    public void Replicas_of_an_anchor_on_two_nodes_pull_only_those_that_are_nowhere_beside_it()
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db", "app")) }.Nodes("a", "b", "c");
        journey.Swarm.Create(Given.Spec("db", "node.hostname != c") with { Replicas = 2 });
        journey.Swarm.Create(Given.Spec("app", "node.hostname != a") with { Replicas = 2 });
        journey.IsAlive = false;
        journey.Pass(2);
        Assert.Equal("b,c", journey.Swarm.PlaceOf("app"));
        var inPlace = journey.Swarm.Of("app").Single(task => task.Node == "id-b").Id;
        journey.IsAlive = true;
        journey.Settles();
        Assert.Equal("b,b", journey.Swarm.PlaceOf("app"));
        Assert.Contains(journey.Swarm.Of("app"), task => task.Id == inPlace && task.IsUp);
    }
}
