using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;

namespace Orcastra.Core.Planning;

/// <summary>
/// What the engine rejects waits by a schedule of its own, one for each service and each label of a node, so that it holds up
/// nobody else; what its owner has changed since is tried at once.
/// </summary>
public static class RejectedWrites
{
    /// <summary>How long a write that was rejected waits, the first time and later. Not for long: it may be the one that opens a gate.</summary>
    public static RetrySchedule Schedule { get; } = RetrySchedule.OfSeconds(1, 2, 10, 30);

    /// <summary>True if this very write was rejected before, for this reason.</summary>
    public static bool IsKnown(Memory memory, PlannedAction action, string reason) => Known(memory, action)?.LastOutcome == reason;

    /// <summary>True if this very write was rejected before.</summary>
    public static bool IsKnown(Memory memory, PlannedAction action) => Known(memory, action) is not null;

    /// <summary>Why this very write was rejected before; null if it was not.</summary>
    public static string? Reason(Memory memory, PlannedAction action) => Known(memory, action)?.LastOutcome;

    /// <summary>Remembers that a write was rejected.</summary>
    public static Memory Note(Memory memory, PlannedAction action, string reason, DateTimeOffset now)
    {
        var attempts = Known(memory, action) is { } known
            ? known with { Count = known.Count + 1, LastAt = now, LastOutcome = reason }
            : new Attempts(1, now, now, Circumstances(action), reason);
        return memory with { Rejections = memory.Rejections.SetItem(Target(action), attempts) };
    }

    /// <summary>The plan without the writes whose time has not come again, and with the reasons for that.</summary>
    public static Plan Withhold(Plan plan, DateTimeOffset now)
    {
        if (plan.Memory.Rejections.IsEmpty)
        {
            return plan;
        }

        var known = plan.Actions
            .Select(action => (Action: action, Known: Known(plan.Memory, action)!))
            .Where(one => one.Known is not null)
            .ToList();
        var waiting = known.Where(one => DueOf(one.Known) > now).ToList();
        return plan with
        {
            Actions = plan.Actions.RemoveRange(waiting.Select(one => one.Action)),
            Refusals = plan.Refusals.AddRange(known.Select(one => Refusal(one.Action, one.Known))), // what is tried now is not accepted yet
            LookAgainAt = waiting.Select(one => (DateTimeOffset?)DueOf(one.Known)).Append(plan.LookAgainAt).Min(),
            Memory = Forget(plan, now),
        };
    }

    // What is planned no more, and will not be soon, has been done or is not wanted any more.
    private static Memory Forget(Plan plan, DateTimeOffset now)
    {
        var planned = plan.Actions.Select(Target).ToHashSet(StringComparer.Ordinal);
        var over = plan.Memory.Rejections.Where(entry => !planned.Contains(entry.Key) && DueOf(entry.Value) <= now).Select(entry => entry.Key).ToList();
        return over.Count == 0 ? plan.Memory : plan.Memory with { Rejections = plan.Memory.Rejections.RemoveRange(over) };
    }

    // Without a number or a time in it, so that it is told once and not at each attempt.
    private static Refusal Refusal(PlannedAction action, Attempts known)
    {
        var (subject, what) = action.Match(
            set => (set.Node.Hostname, $"label {set.Key}={set.Value}"),
            remove => (remove.Node.Hostname, $"the removal of label {remove.Key}"),
            step => (step.Service.Name, "the write to this service"),
            restart => (restart.Service.Name, "the write to this service"),
            availability => (availability.Node.Hostname, $"the availability {availability.Availability.ToString().ToLowerInvariant()}"),
            reboot => (reboot.Node.Hostname, "the reboot"),
            rollBack => (rollBack.Service.Name, "the rollback of this service"),
            forget => (forget.ServiceId, "the removal of its kept spec"));
        return new(action.Runner, subject, $"the engine rejects {what} ({known.LastOutcome}); it is tried again twice a minute, and at once when its owner changes it")
        {
            IsRejection = true,
        };
    }

    private static Attempts? Known(Memory memory, PlannedAction action) =>
        memory.Rejections.GetValueOrDefault(Target(action)) is { } known && known.Circumstances == Circumstances(action) ? known : null;

    private static DateTimeOffset DueOf(Attempts attempts) => attempts.LastAt + Schedule.WaitAfter(attempts.Count - 1);

    private static string Target(PlannedAction action) => action.Match(
        set => $"{set.Node.Id}/{set.Key}", remove => $"{remove.Node.Id}/{remove.Key}", step => step.Service.Id, restart => restart.Service.Id, availability => $"{availability.Node.Id}//availability", reboot => $"{reboot.Node.Id}//reboot", rollBack => $"{rollBack.Service.Id}//rollback", forget => $"{forget.ServiceId}//kept");

    private static string Circumstances(PlannedAction action) => action.Match(
        set => set.Value, _ => "", step => step.Service.Spec.UserHash, restart => restart.Service.Spec.UserHash, availability => availability.Availability.ToString(), _ => "", rollBack => rollBack.Service.Spec.UserHash, _ => "");
}
