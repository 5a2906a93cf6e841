using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Docker;
using Orcastra.Remembering;

namespace Orcastra.Execution;

/// <summary>Edits of one service.</summary>
/// <param name="Service">The service as it was seen.</param>
/// <param name="Edits">What is changed, in order.</param>
/// <param name="Note">What is remembered of its previous spec; null if nothing is.</param>
/// <param name="Actions">What it carries out.</param>
internal sealed record ServiceWrite(Service Service, ImmutableArray<SpecEdit> Edits, KeptSpec? Note, ImmutableArray<PlannedAction> Actions)
    : Write(Service.Id, Service.Name, Actions)
{
    /// <inheritdoc/>
    public override async Task<string?> SendAsync(DockerClient docker, KeptSpecs kept, CancellationToken stop)
    {
        // What its owner could roll back to is kept before it is replaced, or it is not replaced.
        await docker.Services.EditAsync(Service.Id, Service.Version, Edits, Note is null ? null : KeepAsync, stop);
        return null;

        Task KeepAsync(PreviousSpec previous) =>
            (previous.UserHash, previous.Precedes) == (Note.UserHash, Note.Precedes) ? kept.KeepAsync(Service, previous, stop) : Task.CompletedTask;
    }
}

/// <summary>The rollback of one service, by the engine or to what was kept.</summary>
/// <param name="Action">What it carries out.</param>
internal sealed record RollbackWrite(RollBackService Action) : Write(Action.Service.Id, Action.Service.Name, [Action])
{
    /// <inheritdoc/>
    public override async Task<string?> SendAsync(DockerClient docker, KeptSpecs kept, CancellationToken stop)
    {
        var service = Action.Service;
        if (Action.KeptHash.Length == 0)
        {
            await docker.Services.RollBackAsync(service.Id, service.Version, stop);
            return null;
        }

        if (await kept.ReadAsync(service.Id, Action.KeptHash, stop) is not { } text)
        {
            return $"the config object {kept.NameOf(service.Id)}, which kept it, was removed or changed; deploy the older stack file";
        }

        await docker.Services.ReplaceAsync(service.Id, service.Version, text, stop);
        return null;
    }
}

/// <summary>The removal of what was kept for a service.</summary>
/// <param name="Action">What it carries out.</param>
internal sealed record KeptSpecRemoval(RemoveKeptSpec Action) : Write(Action.ServiceId, Action.ServiceId, [Action])
{
    /// <inheritdoc/>
    public override async Task<string?> SendAsync(DockerClient docker, KeptSpecs kept, CancellationToken stop)
    {
        await kept.RemoveAsync(Action.ServiceId, stop);
        return null;
    }
}
