using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Scenarios;

public sealed class FollowingAnAnchor
{
    [Fact]
    public void A_dependent_without_a_constraint_follows_its_anchor()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
    }

    [Fact]
    public void A_dependent_bound_to_the_label_follows_its_anchor()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true"));
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
        Assert.False(journey.Swarm.Nodes["id-a"].Labels.ContainsKey("db"));
    }

    [Fact]
    public void In_labels_mode_no_service_is_written_to()
    {
        var journey = DbAndApp(Given.Spec("app", "node.labels.db == true"));
        journey.MustNotOverlap = false; // that is the price of this mode
        journey.Policy = Given.Policy(Given.Anchor("db", "app") with { HandOff = HandOffMode.Labels, Bind = true });
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Equal("b", journey.Swarm.PlaceOf("app"));
        Assert.DoesNotContain(journey.Actions, action => action.StartsWith("hand-off", StringComparison.Ordinal));
    }

    [Fact]
    public void Bind_leaves_the_constraint_and_restarts_nothing()
    {
        var journey = DbAndApp(Given.Spec("app"));
        journey.Policy = Given.Policy(Given.Anchor("db", "app") with { Bind = true });
        journey.Settles();
        Assert.Single(journey.Swarm.Of("app"));
        Assert.Contains("node.labels.db == true", journey.Swarm["app"].Spec.Constraints);
        journey.Moves("db", "c");
        journey.Settles();
        Assert.Equal("c", journey.Swarm.PlaceOf("app"));
        Assert.Single(journey.Swarm["app"].Spec.Constraints);
    }

    [Fact]
    public void A_flapping_anchor_is_followed_at_once_and_then_after_doubling_times()
    {
        var journey = DbAndApp(Given.Spec("app"));
        var waits = new List<double>();
        foreach (var to in new[] { "b", "c", "a", "b" })
        {
            var left = journey.Swarm.Now;
            journey.Moves("db", to);
            journey.Until(() => journey.Swarm.PlaceOf("app") == to, $"it follows to {to}", seconds: 400);
            waits.Add((journey.Swarm.Now - left).TotalSeconds);
        }

        Assert.InRange(waits[0], 0, 5);
        Assert.InRange(waits[1], 20, 35);
        Assert.InRange(waits[2], 50, 65);
        Assert.InRange(waits[3], 110, 125);
    }

    [Fact]
    public void No_more_anchors_are_followed_at_a_time_than_allowed()
    {
        var journey = new Journey().Nodes("a", "b");
        var policy = Given.Policy();
        for (var number = 1; number <= 3; number++)
        {
            journey.Runs(Given.Spec($"db{number}"), on: "a");
            journey.Runs(Given.Spec($"app{number}"), on: "b").StopTakes = TimeSpan.FromSeconds(2);
            policy = policy with { Anchors = policy.Anchors.Add(Given.Anchor($"db{number}", $"app{number}")) };
        }

        journey.Policy = policy with { MaxParallelGroups = 1 };
        var most = 0;
        journey.Until(() => (most = Math.Max(most, journey.Memory.HandOffs.Count)) > 99 || Enumerable.Range(1, 3).All(n => journey.Swarm.PlaceOf($"app{n}") == "a"), "all follow");
        Assert.Equal(1, most);
        journey.Settles();
        Assert.Equal(Laws.Remains(journey.Swarm), Trace.IsIn(journey.Swarm["app1"].Spec) ? "never" : null);
    }

    internal static Journey DbAndApp(ServiceSpec app)
    {
        var journey = new Journey { Policy = Given.Policy(Given.Anchor("db", "app")) }.Nodes("a", "b", "c");
        journey.Runs(Given.Spec("db"), on: "a");
        journey.Swarm.Label("a", "db", "true");
        journey.Runs(app, on: "a");
        journey.Settles();
        return journey;
    }
}
