using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.Restarting;

namespace Orcastra.Tests.Scenarios;

public sealed class Retrying
{
    [Fact]
    public void What_swarm_has_given_up_is_started_again_by_the_schedule_and_given_up_in_the_end()
    {
        var spec = Given.Spec("app", "node.hostname == a"); // else it would be moved in between, which counts as well
        var journey = Begin(restart: false, app: spec with { Restart = new(RestartCondition.Any, 1, TimeSpan.FromMilliseconds(200)) });
        journey.Swarm["app"].CrashesOn.UnionWith(["a", "b", "c"]);
        journey.Swarm.Of("app").Single().Due = journey.Swarm.Now;
        var began = journey.Swarm.Now;
        var times = new List<double>();
        for (var seen = 0; journey.Swarm.Now < began.AddSeconds(1200);)
        {
            journey.Pass(0.5);
            if (Restarts(journey, "app") > seen)
            {
                seen = Restarts(journey, "app");
                times.Add((journey.Swarm.Now - began).TotalSeconds);
            }
        }

        Assert.True(journey.Says("given up after"), string.Join(", ", journey.Last.Refusals));
        Assert.True(times.Count is 4 or 5, string.Join(", ", times) + journey);
        Assert.InRange(times[0], 2, 8);
        Assert.InRange(times[1] - times[0], 9, 16);
        Assert.InRange(times[2] - times[1], 59, 66);
        Assert.InRange(times[3] - times[2], 299, 306);
        journey.Swarm["app"].CrashesOn.Clear();
        journey.Swarm.UserDeploys("app", "image:2");
        journey.Settles();
        Assert.Equal("a", journey.Swarm.PlaceOf("app"));
        journey.Pass(70);
        Assert.Empty(journey.Memory.Attempts);
    }

    [Fact]
    public void Moves_and_restarts_of_what_crashes_everywhere_are_counted_together_and_given_up_in_the_end()
    {
        var spec = Given.Spec("app");
        var journey = Begin(restart: false, app: spec with { Restart = new(RestartCondition.OnFailure, 2, TimeSpan.FromMilliseconds(200)) });
        journey.Swarm["app"].CrashesOn.UnionWith(["a", "b", "c"]);
        journey.Swarm.Of("app").Single().Due = journey.Swarm.Now;
        journey.Pass(1200);
        Assert.True(journey.Says("given up after"), string.Join(", ", journey.Last.Refusals) + journey);
        var begun = journey.Actions.Count(action => action.Contains("AddConstraint { Text = node.labels.orcastra.gate", StringComparison.Ordinal) && !action.Contains("goes back", StringComparison.Ordinal));
        Assert.True(begun <= 7, $"{begun} attempts\n{journey}");
    }

    [Fact]
    public void Where_swarm_never_stops_trying_nobody_tries_beside_it()
    {
        var journey = Begin(restart: false);
        journey.Swarm["app"].CrashesOn.UnionWith(["a", "b", "c"]);
        journey.Swarm.Of("app").Single().Due = journey.Swarm.Now;
        journey.Pass(60);
        Assert.Equal(0, Restarts(journey, "app"));
    }
}
