using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Commands;
using Orcastra.Core.Draining;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Labels;
using Orcastra.Core.Policies;
using Orcastra.Core.Rebooting;
using Orcastra.Core.Relocating;
using Orcastra.Core.Remembering;
using Orcastra.Core.Restarts;
using Orcastra.Core.RollingBack;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Planning;

/// <summary>The one pure function from what is seen, wanted and remembered to what is done.</summary>
public static class ClusterPlanner
{
    /// <summary>Plans one pass.</summary>
    /// <param name="snapshot">The Swarm, complete.</param>
    /// <param name="policy">What the owner wants.</param>
    /// <param name="memory">What is remembered.</param>
    /// <param name="now">The time.</param>
    /// <param name="machines">What is known of machines; null if nothing is.</param>
    public static Plan Plan(ClusterSnapshot snapshot, Policy policy, Memory memory, DateTimeOffset now, MachineView? machines = null)
    {
        var context = new PlanningContext(snapshot, policy, now) { Machines = machines ?? MachineView.None };
        if (TooManyLost(context, memory) is { } reason)
        {
            return Nothing(context, memory, reason);
        }

        var draft = new PlanDraft(memory with { HeldReload = policy.HeldReload });
        var groups = GroupResolver.Resolve(context, draft);
        CommandPlanner.Begin(context, draft, groups, mayAct: true);
        Pausing.Tell(draft);
        HandOffPlanner.Plan(context, draft, groups);
        DrainPlanner.Plan(context, draft, groups);
        RelocationPlanner.Plan(context, draft, groups);
        RebootPlanner.Plan(context, draft);
        if (policy.MayBegin)
        {
            PlanLabels(context, draft, groups);
        }

        if (!draft.Memory.IsPaused(Runner.Dependents))
        {
            RestartPlanner.Plan(context, draft, groups);
            RetryPlanner.Plan(context, draft, groups);
        }

        UnattendedReboots.Plan(context, draft);
        TraceSweep.Plan(context, draft);
        CommandPlanner.Conclude(context, draft, groups);
        KeepingPlanner.Plan(context, draft, groups);
        return RejectedWrites.Withhold(draft.ToPlan(), now);
    }

    private static void PlanLabels(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        if (!draft.Memory.IsPaused(Runner.StaticLabels))
        {
            StaticLabelPlanner.Plan(context, draft, groups);
        }

        if (!draft.Memory.IsPaused(Runner.LabelSync))
        {
            AnchorLabelPlanner.Plan(context, draft, groups);
        }
    }

    // Whoever wants to pause wants it most then.
    private static Plan Nothing(PlanningContext context, Memory memory, string reason)
    {
        var draft = new PlanDraft(memory);
        CommandPlanner.Begin(context, draft, [], mayAct: false);
        draft.Refuse(Runner.LabelSync, "cluster", reason);
        return draft.ToPlan();
    }

    // Half a cluster gone at once is more often a broken network, seen from one side, than broken machines.
    private static string? TooManyLost(PlanningContext context, Memory memory)
    {
        var nodes = context.Snapshot.Nodes.Values;
        if (!nodes.Any(node => node.IsGone))
        {
            return null;
        }

        var present = nodes.Where(node => !node.IsGone).Select(node => node.Hostname).ToHashSet(StringComparer.Ordinal);

        // A machine that has been sent into a reboot by us is no loss either.
        bool Reboots(Node node) => memory.Reboots.GetValueOrDefault(node.Id) is { SentAt: not null, IsOver: false };

        // A machine that has joined anew leaves its old entry behind, which is no loss.
        var lost = nodes.Where(node => node.IsGone && !present.Contains(node.Hostname) && !Reboots(node)).ToList();
        return lost.Count * 100 > nodes.Length * context.Policy.MaxLostNodesPercent
            ? $"{lost.Count} of {nodes.Length} nodes are down ({string.Join(", ", lost.Select(node => node.Hostname).Order(StringComparer.Ordinal))}), more than ORCASTRA_MAX_LOST_NODES_PERCENT={context.Policy.MaxLostNodesPercent}: nothing is done until they are back or their entries are removed"
            : null;
    }
}
