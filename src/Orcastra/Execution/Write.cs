using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;
using Orcastra.Docker;

namespace Orcastra.Execution;

/// <summary>One request that changes the Swarm, for one or more actions.</summary>
/// <param name="Id">The object written to.</param>
/// <param name="Subject">Its name.</param>
/// <param name="Actions">What it carries out.</param>
internal abstract record Write(string Id, string Subject, ImmutableArray<PlannedAction> Actions)
{
    /// <summary>Sends it.</summary>
    public abstract Task SendAsync(DockerClient docker, CancellationToken stop);
}

/// <summary>Labels of one node.</summary>
internal sealed record NodeWrite(Node Node, ImmutableArray<PlannedAction> Actions) : Write(Node.Id, Node.Hostname, Actions)
{
    /// <inheritdoc/>
    public override Task SendAsync(DockerClient docker, CancellationToken stop) => docker.Nodes.EditLabelsAsync(
        Node.Id,
        Node.Version,
        Actions.OfType<SetNodeLabel>().ToDictionary(action => action.Key, action => action.Value),
        [.. Actions.OfType<RemoveNodeLabel>().Select(action => action.Key)],
        stop);
}

/// <summary>Edits of one service.</summary>
internal sealed record ServiceWrite(Service Service, ImmutableArray<SpecEdit> Edits, ImmutableArray<PlannedAction> Actions)
    : Write(Service.Id, Service.Name, Actions)
{
    /// <inheritdoc/>
    public override Task SendAsync(DockerClient docker, CancellationToken stop) =>
        docker.Services.EditAsync(Service.Id, Service.Version, Edits, stop);
}
