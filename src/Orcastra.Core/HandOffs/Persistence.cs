using System.Globalization;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Policies;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.HandOffs;

/// <summary>How often something is tried again, and when it is given up until its circumstances change.</summary>
internal static class Persistence
{
    /// <summary>What attempts at a dependent depend on: its owner's spec and its anchor's places.</summary>
    public static string Circumstances(ClusterSnapshot snapshot, Group group, Service service) =>
        Circumstances(service, snapshot.PlacesOf(group.Anchor.Id));

    /// <summary>Why no attempt is made now; null if one may be.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="draft">The plan so far.</param>
    /// <param name="service">The service.</param>
    /// <param name="circumstances">What the attempts depend on.</param>
    /// <param name="retries">The schedule.</param>
    /// <param name="waitsMade">Waits of the schedule that were over before the first attempt.</param>
    public static string? Objection(
        PlanningContext context, PlanDraft draft, Service service, string circumstances, RetrySchedule retries, int waitsMade = 0)
    {
        if (GivenUp(context, draft, service, circumstances) is { } givenUp)
        {
            return givenUp;
        }

        if (draft.Memory.Attempts.GetValueOrDefault(service.Id) is not { } attempts || attempts.Circumstances != circumstances)
        {
            return null;
        }

        var due = attempts.LastAt + retries.WaitAfter(attempts.Count - 1 + waitsMade);
        if (due <= context.Now)
        {
            return null;
        }

        draft.LookAgain(due);
        return string.Create(CultureInfo.InvariantCulture, $"attempt {attempts.Count} failed ({attempts.LastOutcome}); the next is due at {due:HH:mm:ss} UTC");
    }

    /// <summary>Says that a service is given up; null if it is not.</summary>
    public static string? GivenUp(PlanningContext context, PlanDraft draft, Service service, string circumstances) =>
        draft.Memory.Attempts.GetValueOrDefault(service.Id) is { } attempts && attempts.Circumstances == circumstances && IsGivenUp(context, attempts)
            ? $"given up after {attempts.Count} attempts ({attempts.LastOutcome}); it is tried again once its spec or its anchor's place changes"
            : null;

    /// <summary>True once a service has been out of place or down for longer than it is tried.</summary>
    public static bool IsGivenUp(PlanningContext context, Attempts attempts) => context.Now - attempts.Since > context.Policy.MaxMismatch;

    /// <summary>
    /// Counts a hand-off that failed, once: what ends it may have to wait for a stop, and is planned anew in each look until then.
    /// </summary>
    public static void CountOnce(GateStep step, string outcome)
    {
        if (step.Errand is { } errand)
        {
            errand.Fail(outcome);
            return;
        }

        if (step.Group is not { } group || step.Draft.Memory.Attempts.GetValueOrDefault(step.Service.Id)?.LastAt >= step.HandOff.BegunAt)
        {
            return;
        }

        // An anchor that runs nowhere is one that failed where it was followed to: back there, it is the same attempt again.
        var places = step.Snapshot.PlacesOf(group.Anchor.Id);
        var circumstances = Circumstances(step.Service, places.IsEmpty ? step.HandOff.Targets : places);
        step.Draft.Memory = Count(step.Context, step.Draft.Memory, step.Service, circumstances, outcome);
    }

    private static string Circumstances(Service service, IEnumerable<string> places) =>
        $"{service.Spec.UserHash}/{string.Join(',', places)}";

    /// <summary>Counts one more attempt.</summary>
    public static Memory Count(PlanningContext context, Memory memory, Service service, string circumstances, string outcome)
    {
        var known = memory.Attempts.GetValueOrDefault(service.Id);
        var attempts = known is null || known.Circumstances != circumstances
            ? new Attempts(1, context.Now, context.Now, circumstances, outcome)
            : known with { Count = known.Count + 1, LastAt = context.Now, LastOutcome = outcome };
        return memory with { Attempts = memory.Attempts.SetItem(service.Id, attempts) };
    }
}
