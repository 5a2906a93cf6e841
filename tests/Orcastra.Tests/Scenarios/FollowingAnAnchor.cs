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
