using System.Collections.Immutable;
using Orcastra.Cli.Output;
using Orcastra.Core.Membership;
using Orcastra.Core.Planning;
using Orcastra.Execution;
using Orcastra.Logging;
using Orcastra.Membership;

namespace Orcastra.Cli.Plans;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    /// <summary>Shows it.</summary>
    public static void Show(Screen screen, PlanPage page)
    {
        screen.Line(new($"As of {ZoneTimes.Stamp(page.TakenAt, screen.Zone)}", Tone.Faint));
        if (page.IsEmpty)
        {
            screen.Line(page.HasSwarm ? new("Nothing to do.", Tone.Good) : new("There is no Swarm, and nothing can be done about it now.", Tone.Bad));
        }
        else
        {
            screen.Heading("Would be done now");
            screen.Table(["What", "Where", "Change", "Why"], page.Joining.Select(Row).Concat(page.Cluster.Actions.Select(Row)));
            Then(screen, page);
        }

        Show(screen, "Waits", page.Refusals.Where(refusal => refusal.IsWaiting), Tone.Plain);
        Show(screen, "Not done", page.Refusals.Where(refusal => !refusal.IsWaiting), Tone.Warning);
        screen.Notes(page.Notes);
    }

    private static void Show(Screen screen, string heading, IEnumerable<Refusal> refusals, Tone tone)
    {
        var rows = refusals.OrderBy(refusal => refusal.Subject, StringComparer.Ordinal)
            .Select(ImmutableArray<Cell> (refusal) => [new(refusal.Subject, tone), refusal.Reason])
            .ToList();
        if (rows.Count > 0)
        {
            screen.Heading(heading);
            screen.Table(["Subject", "Why"], rows);
        }
    }

    // What moves together takes the same steps: said once.
    private static void Then(Screen screen, PlanPage page)
    {
        if (page.Joining.OfType<InitSwarm>().Any())
        {
            screen.Line("this is the first step; then the other listed engines join");
        }

        foreach (var same in page.Cluster.Actions.GroupBy(NextSteps.After, action => ActionWords.Of(action).Subject).Where(same => same.Key.Length > 0))
        {
            screen.Line($"{string.Join(", ", same.Distinct())}: {same.Key}");
        }
    }

    private static ImmutableArray<Cell> Row(MembershipAction action)
    {
        var words = MembershipWords.Of(action);
        return [words.Kind, action.Subject, words.What, action.Reason];
    }

    private static ImmutableArray<Cell> Row(PlannedAction action)
    {
        var words = ActionWords.Of(action);
        return [words.Kind, words.Subject, words.What, action.Reason];
    }
}
