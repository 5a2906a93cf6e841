using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Execution;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Execution;

public sealed class ActionWordsTests
{
    private static readonly string Gate = Trace.GateConstraint("h", 1);

    [Fact]
    public void Each_write_of_a_hand_off_says_which_one_it_was()
    {
        Assert.Equal("node-a -> node-b: gate shut", Step("node-b", new SpecEdit.AddConstraint(Gate), new SpecEdit.SetServiceLabel(Trace.Mark, "h")).Outcome(null));
        Assert.Equal("node-a -> node-b: gate turned back", Step("node-b", new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix), new SpecEdit.AddConstraint(Gate)).Outcome(null));
        Assert.Equal("node-a -> node-b: gate taken away", Step("node-b", new SpecEdit.RemoveConstraints(Trace.GateConstraintPrefix), new SpecEdit.AddConstraint("node.labels.db == true")).Outcome(null));
        Assert.Equal("traces cleaned", Step("node-a").Outcome(null));
        Assert.Equal("bound", Step("node-a", new SpecEdit.AddConstraint("node.labels.db == true")).Outcome(null));
    }

    [Fact]
    public void An_availability_says_what_it_is_to_be()
    {
        var words = ActionWords.Of(new SetAvailability(Runner.Drain, "", Given.Node("a"), Availability.Pause));
        Assert.Equal(new ActionWords("set-availability", "a", "pause", ""), words);
    }

    [Fact]
    public void A_rollback_says_to_what() =>
        Assert.Equal("to what was deployed before: begun", ActionWords.Of(new RollBackService(Runner.Commands, "", Given.Service(Given.Spec("app")), "")).Outcome(null));

    [Fact]
    public void A_failure_tells_what_was_meant_and_why_it_failed() =>
        Assert.Equal("node-a -> node-b: failed: no quorum", Step("node-b", new SpecEdit.AddConstraint(Gate)).Outcome("no quorum"));

    private static ActionWords Step(string to, params ImmutableArray<SpecEdit> edits) =>
        ActionWords.Of(new HandOffStep(Runner.LabelSync, "", Given.Service(Given.Spec("app")), "node-a", to, edits));
}
