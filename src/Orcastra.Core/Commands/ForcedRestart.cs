using System.Globalization;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>
/// <c>restart_service</c>: what <c>docker service update --force</c> does, once. The counter that was there before is
/// remembered first: a counter that is higher says that the write has been made, whoever died after it.
/// </summary>
internal static class ForcedRestart
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static void Begin(CommandStep step)
    {
        if (step.Service is not { } service)
        {
            step.RefuseUnknown();
            return;
        }

        if (service.Spec.IsJob)
        {
            step.End(CommandOutcome.Refused, $"{service.Name} is a job: to run it again, deploy it anew");
            return;
        }

        if (Objection(step, service) is { } objection)
        {
            step.Wait(objection);
            return;
        }

        step.Begin(service.Spec.ForceUpdate.ToString(CultureInfo.InvariantCulture), "it restarts");
        Write(step, service);
    }

    public static void Conclude(CommandStep step)
    {
        if (step.Service is not { } service)
        {
            step.End(CommandOutcome.Failed, "the service was removed meanwhile");
        }
        else if (step.Record.BegunAt == step.Context.Now)
        {
            return; // begun in this very pass
        }
        else if (service.Spec.ForceUpdate.ToString(CultureInfo.InvariantCulture) == step.Record.Prior)
        {
            if (Objection(step, service) is { } objection)
            {
                step.Wait(objection);
            }
            else
            {
                Write(step, service); // the write was lost
            }
        }
        else
        {
            Watch(step, service);
        }
    }

    private static void Watch(CommandStep step, Service service)
    {
        var placed = step.Context.Snapshot.PlacedTasks(service.Id);
        var wanted = step.Context.Snapshot.TasksOf(service.Id).Count(task => task is { IsWanted: true, HasEnded: false });
        if (service.UpdateState is UpdateState.Paused or UpdateState.RollbackStarted or UpdateState.RollbackPaused or UpdateState.RollbackCompleted)
        {
            step.End(CommandOutcome.Failed, $"Swarm's update is {service.UpdateState.ToString().ToLowerInvariant()}: {service.UpdateMessage}");
        }
        else if (service.UpdateState == UpdateState.Completed && placed.Length >= wanted)
        {
            step.End(CommandOutcome.Done, $"{placed.Length} tasks run, on {step.Context.Snapshot.NamesOf(step.Context.Snapshot.PlacesOf(service.Id))}");
        }
        else if (step.Context.Now - step.Record.BegunAt > Patience)
        {
            step.End(CommandOutcome.Failed, $"after {Patience.TotalMinutes:0} min {placed.Length} of {wanted} tasks run; Swarm's update is {service.UpdateState.ToString().ToLowerInvariant()}");
        }
        else
        {
            step.Draft.LookAgain(step.Record.BegunAt!.Value + Patience);
            step.Wait("it restarts");
        }
    }

    private static void Write(CommandStep step, Service service) => step.Draft.Add(new RestartService(
        Runner.Commands, $"asked for by {step.Record.Origin}", service, "", [new SpecEdit.Force(service.Spec.ForceUpdate + 1)]));

    // Nothing is written over what is under way, ours or its owner's.
    private static string? Objection(CommandStep step, Service service)
    {
        if (step.Draft.Memory.HandOffs.ContainsKey(service.Id))
        {
            return "it waits for the hand-off of the service that is under way";
        }

        if (service.IsMidRollout)
        {
            return $"it waits for its owner's update, which is {service.UpdateState.ToString().ToLowerInvariant()}";
        }

        return step.Context.Snapshot.StoppingTasks(service.Id).FirstOrDefault() is { } stopping
            ? $"it waits for task {stopping.Id}, which still stops: the updater would not"
            : null;
    }
}
