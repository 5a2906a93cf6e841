using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Execution;

namespace Orcastra.Tests.Core;

/// <summary>The one write of a drain that is not a hand-off's: a node's availability.</summary>
public sealed class DrainsWrite
{
    private static readonly Node Node = Given.Node("a");

    [Fact]
    public void An_availability_is_written_once_a_node_and_pass()
    {
        var draft = new PlanDraft(Memory.Empty);
        draft.SetAvailability(Runner.Drain, Node, Availability.Active, "it is so already");
        draft.SetAvailability(Runner.Drain, Node, Availability.Pause, "first");
        draft.SetAvailability(Runner.Drain, Node, Availability.Drain, "second");
        Assert.Equal(Availability.Pause, Assert.IsType<SetAvailability>(Assert.Single(draft.ToPlan().Actions)).Availability);
    }

    [Fact]
    public void A_node_whose_task_a_gate_is_about_to_shut_out_is_not_written_to()
    {
        var draft = new PlanDraft(Memory.Empty);
        Assert.True(draft.Hold([Node.Id]));
        draft.SetAvailability(Runner.Drain, Node, Availability.Active, "too late");
        Assert.Empty(draft.ToPlan().Actions);
        Assert.True(draft.ToPlan().IsMoving);
    }

    [Fact]
    public void No_gate_is_shut_where_the_node_is_written_to_in_the_same_pass()
    {
        var draft = new PlanDraft(Memory.Empty);
        draft.SetAvailability(Runner.Drain, Node, Availability.Pause, "first");
        Assert.False(draft.Hold([Node.Id]));
    }

    [Fact]
    public void Availability_and_labels_of_a_node_are_one_request()
    {
        var draft = new PlanDraft(Memory.Empty);
        draft.SetLabel(Runner.LabelSync, Node, "db", "true", "it runs there");
        draft.SetAvailability(Runner.Drain, Node, Availability.Pause, "it is drained");
        var write = Assert.IsType<NodeWrite>(Assert.Single(Write.Of(draft.ToPlan())));
        Assert.Equal(["set-node-label", "set-availability"], write.Actions.Select(action => ActionWords.Of(action).Kind));
    }

    [Fact]
    public void A_rejected_availability_takes_no_label_down_with_it_and_waits()
    {
        var draft = new PlanDraft(Memory.Empty);
        draft.SetLabel(Runner.LabelSync, Node, "availability", "true", "a label of that name is another thing");
        draft.SetAvailability(Runner.Drain, Node, Availability.Pause, "it is drained");
        var plan = draft.ToPlan();
        var memory = RejectedWrites.Note(plan.Memory, plan.Actions[1], "HTTP 500: no", Given.Noon);

        Assert.Equal(2, Write.Of(plan with { Memory = memory }).Count());
        var withheld = RejectedWrites.Withhold(plan with { Memory = memory }, Given.Noon);
        Assert.IsType<SetNodeLabel>(Assert.Single(withheld.Actions));
        Assert.Contains("rejects the availability pause (HTTP 500: no)", Assert.Single(withheld.Refusals).Reason, StringComparison.Ordinal);
    }
}
