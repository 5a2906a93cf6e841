using Orcastra.Core.Commands;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Rebooting;

/// <summary>
/// Reboots that machines ask for themselves: within the maintenance window, one at a time, and only while nothing else goes on
/// or is amiss in the Swarm.
/// </summary>
internal static class UnattendedReboots
{
    /// <summary>Who asked for them.</summary>
    public const string Origin = "unattended";

    /// <summary>Begins the next one, or says why none is begun.</summary>
    public static void Plan(PlanningContext context, PlanDraft draft)
    {
        if (!context.Policy.AutoReboot || !context.Policy.MayBegin || !context.Machines.IsWindowOpen || draft.Memory.Reboots.Values.Any(reboot => !reboot.IsOver))
        {
            return;
        }

        var needing = context.Snapshot.Nodes.Values
            .Where(node => context.Machines.Sightings.GetValueOrDefault(node.Id) is { NeedsReboot: true } && node.Availability != Availability.Drain)
            .OrderBy(node => node.Hostname, StringComparer.Ordinal);
        foreach (var node in needing)
        {
            if (HasFailed(context, draft.Memory, node))
            {
                draft.Refuse(Runner.Reboot, node.Hostname, "it shows that it wants to be rebooted, but that has failed in this boot already: send reboot_node, or reboot it by hand");
            }
            else if (Unrest(context, draft) is { } unrest)
            {
                draft.Wait(Runner.Reboot, node.Hostname, $"it shows that it wants to be rebooted, and waits: {unrest}");
            }
            else if (RebootPlanner.Begin(context, draft.Memory, node, isForced: false, Origin) is var (memory, refusal) && refusal is not null)
            {
                draft.Refuse(Runner.Reboot, node.Hostname, $"it shows that it wants to be rebooted: {refusal}");
            }
            else
            {
                draft.Memory = memory;
                draft.WatchClosely();
                return;
            }
        }
    }

    private static bool HasFailed(PlanningContext context, Memory memory, Node node) =>
        memory.Reboots.GetValueOrDefault(node.Id) is { Stage: RebootStage.Failed } failed
        && (failed.PriorBootId.Length == 0 || failed.PriorBootId == context.Machines.Sightings[node.Id].BootId);

    private static string? Unrest(PlanningContext context, PlanDraft draft)
    {
        var memory = draft.Memory;
        return memory.IsPaused(Runner.Dependents) ? "dependents are paused"
            : memory.Drains.Values.Any(drain => !drain.IsOver) ? "a node is being drained"
            : !memory.HandOffs.IsEmpty ? "services are being moved"
            : !memory.Attempts.IsEmpty ? "a service is out of place or given up"
            : !memory.Rejections.IsEmpty ? "the engine rejects a write"
            : context.Snapshot.Nodes.Values.FirstOrDefault(node => node.State != NodeState.Ready) is { } away ? $"{away.Hostname} is {away.State.ToString().ToLowerInvariant()}"
            : context.Snapshot.Services.Values.FirstOrDefault(service => IsUnwell(context, service)) is { } service ? $"{service.Name} is not up as it should be"
            : draft.Actions.Count > 0 ? "there is something else to do"
            : null;
    }

    private static bool IsUnwell(PlanningContext context, Service service) => service.IsMidRollout
        || (!service.Spec.IsJob && context.Snapshot.TasksOf(service.Id).Any(task => task is { IsWanted: true, HasEnded: false } && !context.Snapshot.HasPlace(task)));
}
