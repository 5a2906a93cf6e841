using System.Collections.Immutable;
using Orcastra.Cli.Output;
using Orcastra.Core.Planning;
using Orcastra.Execution;
using Orcastra.Logging;

namespace Orcastra.Cli.Plans;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    /// <summary>Shows it.</summary>
    public static void Show(Screen screen, Plan plan, DateTimeOffset takenAt, ImmutableArray<string> notes)
    {
        screen.Line(new($"As of {ZoneTimes.Stamp(takenAt, screen.Zone)}", Tone.Faint));
        if (plan.Actions.IsEmpty)
        {
            screen.Line(new("Nothing to do.", Tone.Good));
        }
        else
        {
            screen.Heading("Would be done now");
            screen.Table(["Runner", "What", "Where", "Change", "Why"], plan.Actions.Select(Row));
        }

        Show(screen, "Waits", plan.Refusals.Where(refusal => refusal.IsWaiting), Tone.Plain);
        Show(screen, "Not done", plan.Refusals.Where(refusal => !refusal.IsWaiting), Tone.Warning);
        screen.Notes(notes);
    }

    private static void Show(Screen screen, string heading, IEnumerable<Refusal> refusals, Tone tone)
    {
        var rows = refusals.OrderBy(refusal => refusal.Subject, StringComparer.Ordinal)
            .Select(ImmutableArray<Cell> (refusal) => [new(refusal.Runner, Tone.Faint), new(refusal.Subject, tone), refusal.Reason])
            .ToList();
        if (rows.Count > 0)
        {
            screen.Heading(heading);
            screen.Table(["Runner", "Subject", "Why"], rows);
        }
    }

    private static ImmutableArray<Cell> Row(PlannedAction action)
    {
        var words = ActionWords.Of(action);
        return [new(action.Runner, Tone.Faint), words.Kind, words.Subject, words.What, NextSteps.After(action) is { Length: > 0 } then ? $"{action.Reason}; {then}" : action.Reason];
    }
}
