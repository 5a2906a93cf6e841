using Orcastra.Core.Rebooting;
using Orcastra.Core.Remembering;

namespace Orcastra.Core.Commands;

/// <summary><c>reboot_node</c>, of which the reboot's own record tells how far it has come.</summary>
internal static class OfReboots
{
    public static void Begin(CommandStep step) => OfNodes.BeginTakingOut(
        step,
        node => RebootPlanner.Begin(step.Context, step.Draft.Memory, node, step.Command.IsForced, step.Record.Origin),
        (memory, node) => RebootPlanner.Progress(step.Context, memory, node));

    public static void Conclude(CommandStep step)
    {
        if (OfNodes.NodeOf(step) is not { } node || step.Draft.Memory.Reboots.GetValueOrDefault(node.Id) is not { } reboot)
        {
            step.End(CommandOutcome.Failed, "the node was removed meanwhile");
            return;
        }

        var progress = RebootPlanner.Progress(step.Context, step.Draft.Memory, node);
        if (!reboot.IsOver)
        {
            step.Wait(progress);
        }
        else
        {
            step.End(reboot.Stage == RebootStage.Done ? CommandOutcome.Done : CommandOutcome.Failed, progress);
        }
    }
}
