using System.Collections.Immutable;
using Orcastra.Core.Planning;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Labels;

/// <summary>
/// Keeps label changes from killing: SwarmKit's constraint enforcer rejects a running task the moment its node stops
/// satisfying its service's constraints, and starts the replacement without waiting for the old container.
/// </summary>
public static class LabelGuard
{
    /// <summary>The task that a change of labels would kill, if any.</summary>
    /// <param name="snapshot">The Swarm as seen.</param>
    /// <param name="node">The node whose label would change.</param>
    /// <param name="key">The label.</param>
    /// <param name="value">Its new value; null to remove it.</param>
    /// <param name="mayLose">IDs of services whose tasks do not count.</param>
    public static SwarmTask? Victim(ClusterSnapshot snapshot, Node node, string key, string? value, IReadOnlySet<string>? mayLose = null)
    {
        if (node.IsGone || node.Availability == Availability.Drain)
        {
            return null; // nothing of it counts as running, or the orchestrator takes its tasks away in any case
        }

        var after = node with { Labels = value is null ? node.Labels.Remove(key) : node.Labels.SetItem(key, value) };
        return snapshot.TasksOn(node.Id)
            .Where(task => task is { IsWanted: true, IsOnItsNode: true } && mayLose?.Contains(task.ServiceId) != true)
            .OrderBy(task => task.Id, StringComparer.Ordinal)
            .FirstOrDefault(task => IsKilled(ConstraintsOf(snapshot, task), node, after));
    }

    /// <summary>The task that any write to the node would kill: it is outside of its service's constraints already; null if there is none.</summary>
    public static SwarmTask? VictimOfAny(ClusterSnapshot snapshot, Node node) => Victim(snapshot, node, Trace.GateLabelPrefix, null); // which no node has

    /// <summary>Removes the label, or refuses and names the task that needs it there.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="draft">The plan so far.</param>
    /// <param name="runner">The capability that wants it.</param>
    /// <param name="node">The node.</param>
    /// <param name="key">The label.</param>
    /// <param name="reason">Why it should go.</param>
    /// <param name="mayLose">IDs of services whose owner wants them moved by the label alone, overlap or not.</param>
    public static void Remove(
        PlanningContext context, PlanDraft draft, string runner, Node node, string key, string reason, IReadOnlySet<string>? mayLose = null)
    {
        if (Victim(context.Snapshot, node, key, null, mayLose) is { } victim)
        {
            Refuse(context, draft, runner, node, victim, $"label {key} stays on {node.Hostname}", "needs it by a constraint");
            return;
        }

        draft.RemoveLabel(runner, node, key, reason);
    }

    /// <summary>Sets the label, or refuses and names the task that must not have it there.</summary>
    public static void Set(PlanningContext context, PlanDraft draft, string runner, Node node, string key, string value, string reason)
    {
        if (draft.LabelAfter(node, key) != value && Victim(context.Snapshot, node, key, value) is { } victim)
        {
            Refuse(context, draft, runner, node, victim, $"label {key}={value} is not set on {node.Hostname}", "forbids it by a constraint");
            return;
        }

        draft.SetLabel(runner, node, key, value, reason);
    }

    // Any write to a node makes the enforcer look at all of its tasks. One outside its service's gate, or outside of what its
    // owner has just deployed, waits for the updater to stop it in order: until then its node is not written to at all, or it
    // would be killed instead. On a node that takes no tasks the enforcer waits, too (measured).
    private static bool IsKilled(ImmutableArray<string> constraints, Node node, Node after) =>
        !Constraint.AllMatch(constraints, after)
        && (node.Availability == Availability.Active || Constraint.AllMatch(constraints, node) || constraints.Any(Trace.IsGate));

    // The enforcer goes by the service's constraints, not by those the task was made with (measured on 20.10 and 26.1).
    private static ImmutableArray<string> ConstraintsOf(ClusterSnapshot snapshot, SwarmTask task) =>
        snapshot.Services.TryGetValue(task.ServiceId, out var service) ? service.Spec.Constraints : task.Constraints;

    private static void Refuse(PlanningContext context, PlanDraft draft, string runner, Node node, SwarmTask victim, string what, string why)
    {
        var service = context.Snapshot.Services.TryGetValue(victim.ServiceId, out var known) ? known.Name : victim.ServiceId;
        draft.Refuse(runner, node.Hostname, $"{what}: task {victim.Id} of {service} runs there and {why}; Swarm would kill it at once");
    }
}
