using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.RollingBack;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>
/// <c>rollback_service</c>: what <c>docker service rollback</c> would do if no write of ours had come in between. By the engine
/// where its previous spec is still the owner's, else from what was kept. Once: a second rollback would bring the newer spec
/// back, so whatever else has been written since it began ends it.
/// </summary>
internal static class ServiceRollback
{
    /// <summary>True while a rollback of that service is on its way: nothing else begins with it.</summary>
    public static bool IsUnderWay(Memory memory, Service service) => memory.Commands.Values.Any(record =>
        record is { BegunAt: not null, EndedAt: null }
        && CommandGrammar.Read(record.Text, out var command) is null
        && command.Kind == CommandKind.RollbackService
        && command.Argument == service.Name);

    public static void Begin(CommandStep step)
    {
        if (step.Service is not { } service)
        {
            step.RefuseUnknown();
        }
        else if (service.Spec.IsJob)
        {
            step.End(CommandOutcome.Refused, $"{service.Name} is a job: deploy the older one anew");
        }
        else if (step.Draft.Memory.IsPaused(Runner.Dependents))
        {
            step.End(CommandOutcome.Refused, "dependents are paused: resume first");
        }
        else if (step.Record.WaitsSince is not null && step.Record.Prior != service.Spec.UserHash)
        {
            step.End(CommandOutcome.Refused, $"somebody has deployed {service.Name} anew or rolled it back while this waited, and that stays");
        }
        else if (RollbackPatience.Objection(step, service) is { } objection)
        {
            step.WaitToBegin(objection, service.Spec.UserHash);
        }
        else
        {
            BeginNow(step, service);
        }
    }

    public static void Conclude(CommandStep step)
    {
        var progress = RollbackProgress.Parse(step.Record.Prior);
        if (step.Service is not { } service)
        {
            step.End(CommandOutcome.Failed, "the service was removed meanwhile");
        }
        else if (step.Record.BegunAt == step.Context.Now)
        {
            return; // begun in this very pass
        }
        else if (progress.SeenAt is not null || service.Spec.UserHash == progress.Target)
        {
            RollbackWatch.Watch(step, service, progress);
        }
        else if (service.Spec.UserHash != progress.Before)
        {
            step.End(CommandOutcome.Failed, "its owner has deployed something else meanwhile, which stays");
        }
        else
        {
            GoOn(step, service, progress);
        }
    }

    private static void BeginNow(CommandStep step, Service service)
    {
        var owners = new OwnersPrevious(step.Draft.Memory, step.Groups);
        var (previous, kept) = (owners.Of(service), owners.Kept(service));
        if (previous is null && kept is null or { UserHash: "" })
        {
            step.End(CommandOutcome.Refused, kept is null
                ? $"there is nothing to roll {service.Name} back to: nothing is known of what was before its last deploy; deploy the older stack file"
                : $"what was before the last deploy of {service.Name} was too large to be kept (more than {OwnersPrevious.MostBytes / 1024} KiB): deploy the older stack file");
            return;
        }

        var target = previous?.UserHash ?? kept!.UserHash;
        step.Begin(new RollbackProgress(service.Spec.UserHash, service.Version, target, null).ToString(), "it is rolled back");
        Write(step, service, previous is null ? target : "");
    }

    // As it was before: the write was lost, or rejected, or somebody has come in between.
    private static void GoOn(CommandStep step, Service service, RollbackProgress progress)
    {
        var owners = new OwnersPrevious(step.Draft.Memory, step.Groups);
        var hash = owners.Of(service) is null ? progress.Target : "";
        if (service.Version != progress.Version)
        {
            step.End(CommandOutcome.Failed, "somebody else has written to it since, and it is as it was before: look at it, and ask again");
        }
        else if (RejectedWrites.Reason(step.Draft.Memory, Action(step, service, hash)) is { } reason)
        {
            step.End(CommandOutcome.Failed, $"it could not be rolled back: {reason}");
        }
        else if (RollbackPatience.Objection(step, service) is { } objection)
        {
            step.Wait(objection);
        }
        else
        {
            Write(step, service, hash);
        }
    }

    private static void Write(CommandStep step, Service service, string keptHash) => step.Draft.Add(Action(step, service, keptHash));

    private static RollBackService Action(CommandStep step, Service service, string keptHash) =>
        new(Runner.Commands, $"asked for by {step.Record.Origin}", service, keptHash);
}
