using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>
/// <c>remove_node</c>: takes a node that is gone for good out of the Swarm. Membership does that, which knows of it by the
/// command's record; here it is begun and ended.
/// </summary>
public static class NodeRemoval
{
    /// <summary>IDs of the nodes whose removal has begun and not ended.</summary>
    public static ImmutableHashSet<string> UnderWay(Memory memory) =>
    [
        .. memory.Commands.Values
            .Where(record => record is { BegunAt: not null, EndedAt: null } && CommandGrammar.Read(record.Text, out var command) is null && command.Kind == CommandKind.RemoveNode)
            .Select(record => record.Prior),
    ];

    internal static void Begin(CommandStep step)
    {
        if (NodeOf(step) is not { } node)
        {
            OfNodes.RefuseUnknown(step);
        }
        else if (Objection(step, node) is { } objection)
        {
            step.End(CommandOutcome.Refused, objection);
        }
        else
        {
            step.Begin(node.Id, $"node {node.Id} is removed{(node.IsManager ? ", after it is demoted" : "")}");
        }
    }

    internal static void Conclude(CommandStep step)
    {
        if (!step.Context.Snapshot.Nodes.TryGetValue(step.Record.Prior, out var node))
        {
            step.End(CommandOutcome.Done, $"node {step.Record.Prior} is removed");
        }
        else if (!node.IsGone)
        {
            step.End(CommandOutcome.Failed, $"{node.Hostname} is back, and stays");
        }
    }

    // The old entry of a machine that is there again under the same name is what its owner means.
    private static Node? NodeOf(CommandStep step) => step.NodesNamed(step.Command.Argument).OrderBy(node => !node.IsGone).ThenBy(node => node.Id, StringComparer.Ordinal).FirstOrDefault();

    private static string? Objection(CommandStep step, Node node)
    {
        if (!node.IsGone)
        {
            return $"{node.Hostname} is {node.State.ToString().ToLowerInvariant()}, and only a node that is down is removed: drain it (drain_node:{node.Hostname}), take it out of nodes.yml or say `swarm: false` there, or it is joined again{(node.IsManager ? ", demote it" : "")}, run `docker swarm leave` on it, then ask again";
        }

        return step.Draft.Memory.IsPaused(Runner.Bootstrap) ? "bootstrap is paused: resume first" : null;
    }
}
