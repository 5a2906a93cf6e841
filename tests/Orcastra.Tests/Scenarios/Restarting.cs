using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Scenarios;

public sealed class Restarting
{
    [Fact]
    public void What_is_first_seen_is_adopted_silently()
    {
        var journey = Begin(restart: true);
        journey.Pass(30);
        Assert.DoesNotContain(journey.Actions, action => action.StartsWith("restart", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_older_than_its_anchor_when_Orcastra_is_installed_is_left_alone_as_well()
    {
        var journey = new Journey { Policy = Given.Policy(With(restart: true, "db", "app")), IsAlive = false }.Nodes("a", "b", "c");
        journey.Runs(Given.Spec("db", "node.hostname == a"), on: "a");
        journey.Runs(Given.Spec("app"), on: "a");
        journey.Pass(5);
        journey.Swarm.Forced("db");
        journey.Pass(20);
        journey.IsAlive = true;
        journey.Pass(30);
        journey.Settles();
        Assert.Equal(0, Restarts(journey, "app"));
        Assert.Single(journey.Swarm.Of("app"));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_dependent_is_restarted_once_and_in_place_when_its_anchor_came_back(bool restart, int times)
    {
        var journey = Begin(restart);
        journey.Swarm.Forced("db");
        journey.Pass(3);
        journey.Settles();
        Assert.Equal(times, Restarts(journey, "app"));
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
        Assert.Equal(1 + times, journey.Swarm.Of("app").Count());
    }

    [Fact]
    public void A_rolling_anchor_counts_once()
    {
        var journey = Begin(restart: true, Given.Spec("db", "node.hostname == a") with { Replicas = 3 });
        journey.Swarm.Forced("db");
        journey.Pass(20);
        journey.Settles();
        Assert.Equal(1, Restarts(journey, "app"));
    }

    [Fact]
    public void A_dependent_that_a_hand_off_moves_is_not_restarted_as_well()
    {
        var journey = Begin(restart: true);
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
        Assert.Equal(0, Restarts(journey, "app"));
        Assert.Equal(2, journey.Swarm.Of("app").Count());
    }

    [Fact]
    public void A_dependent_that_is_refused_a_hand_off_is_restarted_where_it_is()
    {
        var journey = Begin(restart: true, app: Given.Spec("app").Mounting("volume", "data"));
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
        Assert.Equal(1, Restarts(journey, "app"));
    }

    [Fact]
    public void A_dependent_whose_move_has_to_wait_is_not_restarted_first()
    {
        var journey = Begin(restart: true);
        journey.Moves("db", "b");
        journey.Settles();
        journey.Moves("db", "c");
        journey.Pass(10);
        Assert.True(journey.Says("moves often"));
        journey.Settles();
        Assert.Equal("c", journey.Swarm.PlaceOf("app"));
        Assert.Equal(0, Restarts(journey, "app"));
    }

    [Fact]
    public void A_rollout_that_restarts_it_meanwhile_makes_the_restart_needless()
    {
        var journey = Begin(restart: true);
        journey.Swarm["app"].StartTakes = TimeSpan.FromSeconds(4);
        journey.Swarm.Forced("db");
        journey.Pass(0.5);
        journey.Swarm.UserDeploys("app", "image:2");
        journey.Settles();
        Assert.Equal(0, Restarts(journey, "app"));
    }

    [Fact]
    public void A_restart_of_what_stops_for_70_seconds_never_runs_twice()
    {
        var journey = Begin(restart: true, app: Given.Spec("app") with { StopGrace = TimeSpan.FromSeconds(75) });
        journey.Swarm["app"].StopTakes = TimeSpan.FromSeconds(70);
        journey.Swarm.Forced("db");
        journey.Pass(5);
        journey.Settles(300);
        Assert.Equal(1, Restarts(journey, "app"));
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
    }

    [Theory]
    [InlineData(RestartCondition.None)]
    [InlineData(RestartCondition.OnFailure)]
    public void A_finished_one_shot_is_never_run_again(RestartCondition condition)
    {
        var spec = Given.Spec("app");
        var journey = Begin(restart: true, app: spec with { Restart = spec.Restart with { Condition = condition } }, isOneShot: true);
        var tasks = journey.Swarm.Of("app").Count();
        journey.Swarm.Forced("db");
        journey.Pass(5);
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal(tasks, journey.Swarm.Of("app").Count());
    }

    [Fact]
    public void Chains_follow_in_order_and_restart_one_after_the_other()
    {
        var journey = new Journey { Policy = Given.Policy(With(restart: true, "db", "app"), With(restart: true, "app", "web")) }.Nodes("a", "b", "c");
        foreach (var name in new[] { "db", "app", "web" })
        {
            journey.Runs(Given.Spec(name), on: "a");
        }

        journey.Settles();
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
        Assert.Equal("b", journey.Swarm.PlaceOf("web"));
        Assert.Equal(0, Restarts(journey, "app") + Restarts(journey, "web"));
        journey.Swarm.Forced("db");
        journey.Pass(20);
        journey.Settles();
        Assert.Equal(1, Restarts(journey, "app"));
        Assert.Equal(1, Restarts(journey, "web"));
    }

    private static AnchorPolicy With(bool restart, string anchor, string dependent) => Given.Anchor(anchor, dependent) with { RestartDependents = restart };

    internal static int Restarts(Journey journey, string service) =>
        journey.Actions.Count(action => action.StartsWith($"restart {service} ", StringComparison.Ordinal));

    internal static Journey Begin(bool restart, ServiceSpec? db = null, ServiceSpec? app = null, bool isOneShot = false)
    {
        var journey = new Journey { Policy = Given.Policy(With(restart, "db", "app")) }.Nodes("a", "b", "c");
        journey.Runs(db ?? Given.Spec("db", "node.hostname == a"), on: "a");
        var dependent = journey.Runs(app ?? Given.Spec("app"), on: "a");
        if (isOneShot)
        {
            dependent.IsOneShot = true;
            journey.Swarm.Of("app").Single().Due = journey.Swarm.Now;
        }

        journey.Settles();
        return journey;
    }
}
