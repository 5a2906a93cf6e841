using System.Collections.Immutable;
using System.Globalization;
using Orcastra.Core.Anchoring;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Restarts;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Commands;

/// <summary>
/// <c>restart_service</c>: what <c>docker service update --force</c> does, once; an anchor or a dependent is held where it is
/// while it restarts, or Swarm might place it elsewhere and it would have to be brought back. The counter that was there before
/// is remembered first: a counter that is higher says that the write has been made, whoever died after it.
/// </summary>
internal static class ForcedRestart
{
    // Before the counter of one that restarts behind a gate: its hand-off sees to that, and takes it back where it fails.
    private const string Held = "held ";

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

        if (service.IsPaused && !step.Draft.Memory.HandOffs.ContainsKey(service.Id))
        {
            step.End(CommandOutcome.Refused, BeginRule.PausedByOwner);
            return;
        }

        if (step.NotNow(service) is { } objection)
        {
            step.WaitToBegin(objection);
            return;
        }

        var counter = service.Spec.ForceUpdate.ToString(CultureInfo.InvariantCulture);
        ImmutableArray<string> places = [.. step.Context.Snapshot.PlacesOf(service.Id)];
        if (GroupOf(step, service) is { } group && !places.IsEmpty)
        {
            step.Begin(Held + counter, "it restarts");
            Restarting.Begin(step.Context, step.Draft, service, group, because: "", places, isAsked: true);
        }
        else
        {
            step.Begin(counter, "it restarts");
            Write(step, service);
        }
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
        else if (step.Draft.Memory.HandOffs.ContainsKey(service.Id))
        {
            step.Wait("it restarts");
        }
        else if (Held + service.Spec.ForceUpdate.ToString(CultureInfo.InvariantCulture) == step.Record.Prior)
        {
            step.End(CommandOutcome.Failed, "it is as it was before: its new task did not come up, or its owner deployed it meanwhile");
        }
        else if (service.Spec.ForceUpdate.ToString(CultureInfo.InvariantCulture) == step.Record.Prior)
        {
            if (step.NotNow(service) is { } objection)
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
        else if ((service.UpdateState == UpdateState.Completed || (IsHeld(step) && !service.IsMidRollout)) && placed.Length >= wanted)
        {
            step.End(CommandOutcome.Done, $"{Spelling.Count(placed.Length, "task runs", "tasks run")}, on {step.Context.Snapshot.NamesOf(step.Context.Snapshot.PlacesOf(service.Id))}");
        }
        else
        {
            step.Wait($"it restarts: {placed.Length} of {wanted} tasks run, Swarm's update is {service.UpdateState.ToString().ToLowerInvariant()}");
        }
    }

    private static void Write(CommandStep step, Service service) => step.Draft.Add(new RestartService(
        Runner.Commands, $"asked for by {step.Record.Origin}", service, "", [new SpecEdit.Force(service.Spec.ForceUpdate + 1)]));

    private static bool IsHeld(CommandStep step) => step.Record.Prior.StartsWith(Held, StringComparison.Ordinal);

    private static Group? GroupOf(CommandStep step, Service service) =>
        step.Groups.FirstOrDefault(group => group.Anchor.Id == service.Id || group.Dependents.Any(dependent => dependent.Service.Id == service.Id));
}
