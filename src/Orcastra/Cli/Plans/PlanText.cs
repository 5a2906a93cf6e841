using System.Collections.Immutable;
using Orcastra.Cli.Output;
using Orcastra.Core.Planning;
using Orcastra.Execution;

namespace Orcastra.Cli.Plans;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    /// <summary>Shows it.</summary>
    public static void Show(Screen screen, Plan plan, DateTimeOffset takenAt, ImmutableArray<string> notes)
    {
        screen.Line(new($"As of {takenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", Tone.Faint));
        if (plan.Actions.IsEmpty)
        {
            screen.Line(new("Nothing to do.", Tone.Good));
        }
        else
        {
            screen.Heading("Would be done now");
            screen.Table(["Runner", "What", "Where", "Change", "Why"], plan.Actions.Select(Row));
        }

        if (!plan.Refusals.IsEmpty)
        {
            screen.Heading("Not done");
            screen.Table(["Runner", "Subject", "Why"], plan.Refusals.Select(ImmutableArray<Cell> (refusal) =>
                [new(refusal.Runner, Tone.Faint), new(refusal.Subject, Tone.Warning), refusal.Reason]));
        }

        screen.Notes(notes);
    }

    private static ImmutableArray<Cell> Row(PlannedAction action)
    {
        var words = ActionWords.Of(action);
        return [new(action.Runner, Tone.Faint), words.Kind, words.Subject, words.What.TrimEnd(), action.Reason];
    }
}
