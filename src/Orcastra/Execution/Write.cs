using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Remembering;

namespace Orcastra.Execution;

/// <summary>One request that changes the Swarm, for one or more actions. A reboot is none: no engine is asked for it.</summary>
/// <param name="Id">The object written to.</param>
/// <param name="Subject">Its name.</param>
/// <param name="Actions">What it carries out.</param>
internal abstract record Write(string Id, string Subject, ImmutableArray<PlannedAction> Actions)
{
    /// <summary>Sends it.</summary>
    /// <returns>Why nothing was sent; null if it was.</returns>
    public abstract Task<string?> SendAsync(DockerClient docker, KeptSpecs kept, CancellationToken stop);

    /// <summary>
    /// The writes of a plan: one a node and one a service. Labels and availability of one node go together, since each write raises its version;
    /// but not with one that was rejected, which would take the others down with it again.
    /// </summary>
    public static IEnumerable<Write> Of(Plan plan)
    {
        foreach (var labels in plan.Actions.Select(action => (Action: action, Node: NodeOf(action))).Where(label => label.Node is not null).GroupBy(label => label.Node!.Id))
        {
            var node = labels.First().Node!;
            var isRejected = labels.ToLookup(label => RejectedWrites.IsKnown(plan.Memory, label.Action), label => label.Action);
            if (isRejected[false].Any())
            {
                yield return new NodeWrite(node, [.. isRejected[false]]);
            }

            foreach (var action in isRejected[true])
            {
                yield return new NodeWrite(node, [action]);
            }
        }

        foreach (var action in plan.Actions)
        {
            if (action.Match<Write?>(
                _ => null,
                _ => null,
                step => new ServiceWrite(step.Service, step.Edits, plan.Memory.Kept.GetValueOrDefault(step.Service.Id), [step]),
                restart => new ServiceWrite(restart.Service, restart.Edits, plan.Memory.Kept.GetValueOrDefault(restart.Service.Id), [restart]),
                _ => null,
                _ => null,
                rollBack => new RollbackWrite(rollBack),
                forget => new KeptSpecRemoval(forget)) is { } write)
            {
                yield return write;
            }
        }
    }

    private static Node? NodeOf(PlannedAction action) => action.Match<Node?>(
        set => set.Node, remove => remove.Node, _ => null, _ => null, availability => availability.Node, _ => null, _ => null, _ => null);
}

/// <summary>Labels and availability of one node.</summary>
internal sealed record NodeWrite(Node Node, ImmutableArray<PlannedAction> Actions) : Write(Node.Id, Node.Hostname, Actions)
{
    /// <inheritdoc/>
    public override async Task<string?> SendAsync(DockerClient docker, KeptSpecs kept, CancellationToken stop)
    {
        await docker.Nodes.EditAsync(
            Node.Id,
            Node.Version,
            Actions.OfType<SetNodeLabel>().ToDictionary(action => action.Key, action => action.Value),
            [.. Actions.OfType<RemoveNodeLabel>().Select(action => action.Key)],
            Actions.OfType<SetAvailability>().FirstOrDefault()?.Availability,
            stop);
        return null;
    }
}
