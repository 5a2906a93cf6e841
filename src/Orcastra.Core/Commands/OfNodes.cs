using Orcastra.Core.Draining;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary><c>drain_node</c>, of which the drain's own record tells how far it has come, and <c>activate_node</c>.</summary>
internal static class OfNodes
{
    public static void BeginDrain(CommandStep step) => BeginTakingOut(
        step,
        node => DrainPlanner.Begin(step.Context, step.Draft.Memory, node, step.Command.IsForced),
        (memory, node) => DrainPlanner.Progress(step.Context, memory, node));

    /// <summary>Begins what empties the named node and is remembered by a record of its own.</summary>
    /// <param name="step">The command.</param>
    /// <param name="begin">Makes the record, or says why there is none.</param>
    /// <param name="progress">How far it has come.</param>
    internal static void BeginTakingOut(CommandStep step, Func<Node, (Memory Memory, string? Refusal)> begin, Func<Memory, Node, string> progress)
    {
        if (NodeOf(step) is not { } node)
        {
            RefuseUnknown(step);
        }
        else if (step.Draft.Memory.IsPaused(Runner.Dependents))
        {
            step.End(CommandOutcome.Refused, "dependents are paused: resume first");
        }
        else if (begin(node) is var (memory, refusal) && refusal is not null)
        {
            step.End(CommandOutcome.Refused, refusal);
        }
        else
        {
            step.Draft.Memory = memory;
            step.Begin("", progress(memory, node));
        }
    }

    public static void ConcludeDrain(CommandStep step)
    {
        if (NodeOf(step) is not { } node || step.Draft.Memory.Drains.GetValueOrDefault(node.Id) is not { } drain)
        {
            step.End(CommandOutcome.Failed, "its drain was ended by somebody else, who made it available again or removed it");
            return;
        }

        var progress = DrainPlanner.Progress(step.Context, step.Draft.Memory, node);
        if (drain.State == DrainState.Drained && node.Availability == Availability.Drain)
        {
            step.End(CommandOutcome.Done, progress);
        }
        else if (drain is { State: DrainState.Failed, IsOver: true })
        {
            step.End(CommandOutcome.Failed, progress);
        }
        else
        {
            step.Wait(progress);
        }
    }

    public static void BeginActivation(CommandStep step)
    {
        if (NodeOf(step) is not { } node)
        {
            RefuseUnknown(step);
        }
        else if (step.Draft.Memory.Drains.GetValueOrDefault(node.Id) is { IsOver: false, State: not DrainState.Drained })
        {
            step.End(CommandOutcome.Refused, $"{node.Hostname} is being drained: wait for the end of that");
        }
        else if (step.Draft.Memory.Reboots.GetValueOrDefault(node.Id) is { IsOver: false })
        {
            step.End(CommandOutcome.Refused, $"{node.Hostname} is being rebooted: wait for the end of that");
        }
        else if (node.Availability == Availability.Active)
        {
            step.End(CommandOutcome.Done, $"{node.Hostname} is active already");
        }
        else
        {
            step.Begin("", "it is made active");
            Activate(step, node);
        }
    }

    public static void ConcludeActivation(CommandStep step)
    {
        if (NodeOf(step) is not { } node)
        {
            step.End(CommandOutcome.Failed, "the node was removed meanwhile");
        }
        else if (node.Availability == Availability.Active)
        {
            step.End(CommandOutcome.Done, $"{node.Hostname} takes tasks{(node.State == NodeState.Ready ? "" : $" once it is back: it is {node.State.ToString().ToLowerInvariant()}")}");
        }
        else if (step.Record.BegunAt != step.Context.Now)
        {
            Activate(step, node); // the write was lost
        }
    }

    private static void Activate(CommandStep step, Node node) =>
        step.Draft.SetAvailability(Runner.Commands, node, Availability.Active, $"asked for by {step.Record.Origin}");

    /// <summary>The node that a command names.</summary>
    internal static Node? NodeOf(CommandStep step) => step.NodeNamed(step.Command.Argument);

    /// <summary>Refuses a command, as there is no node of that name.</summary>
    internal static void RefuseUnknown(CommandStep step) => step.End(CommandOutcome.Refused, step.NoNode(step.Command.Argument));
}
