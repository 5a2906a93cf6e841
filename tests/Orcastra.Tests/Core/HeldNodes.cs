using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;

namespace Orcastra.Tests.Core;

/// <summary>Nodes that a plan must not write to, as tasks are about to leave them.</summary>
public sealed class HeldNodes
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_node_that_is_held_would_get_is_not_planned_and_said_to_wait(bool isSet)
    {
        var draft = new PlanDraft(Memory.Empty);
        Assert.True(draft.Hold(["id-a"]));
        foreach (var node in new[] { Given.Node("a", "old"), Given.Node("b", "old") })
        {
            if (isSet)
            {
                draft.SetLabel(Runner.StaticLabels, node, "zone", "x", "declared");
            }
            else
            {
                draft.RemoveLabel(Runner.StaticLabels, node, "old", "declared no more");
            }
        }

        var plan = draft.ToPlan();
        Assert.Single(plan.Actions);
        Assert.True(plan.IsMoving);
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal((Runner.StaticLabels, "a", true), (refusal.Runner, refusal.Subject, refusal.IsWaiting));
        Assert.StartsWith($"label {(isSet ? "zone" : "old")} is written once the tasks that are about to leave a", refusal.Reason, StringComparison.Ordinal);
    }
}
