using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;
using static Orcastra.Tests.Scenarios.FollowingAnAnchor;

namespace Orcastra.Tests.Scenarios;

/// <summary><c>handoff: labels</c>: no service is written to, whatever happens.</summary>
public sealed class LabelsMode
{
    [Fact]
    public void A_dependent_is_not_restarted_after_its_anchor()
    {
        var journey = Begin(Given.Spec("app"));
        journey.Swarm.Forced("db");
        journey.Pass(10);
        journey.Moves("db", "b");
        journey.Settles();
        Assert.Single(journey.Swarm.Of("app"));
        Assert.True(journey.Says("add node.labels.db == true"));
    }

    [Fact]
    public void What_Swarm_has_given_up_is_not_started_again()
    {
        var journey = Begin(Given.Spec("app") with { Restart = new(RestartCondition.Any, 1, TimeSpan.FromMilliseconds(200)) });
        journey.Swarm["app"].CrashesOn.UnionWith(["a", "b", "c"]);
        journey.Swarm.Of("app").Single().Due = journey.Swarm.Now;
        journey.Pass(60);
        Assert.True(journey.Says("not started again: handoff: labels allows no service write"), journey.ToString());
        Assert.DoesNotContain(journey.Actions, action => action.StartsWith("restart", StringComparison.Ordinal));
    }

    private static Journey Begin(ServiceSpec app)
    {
        var journey = DbAndApp(app);
        journey.Policy = Given.Policy(Given.Anchor("db", "app") with { HandOff = HandOffMode.Labels, RestartDependents = true });
        return journey;
    }
}
