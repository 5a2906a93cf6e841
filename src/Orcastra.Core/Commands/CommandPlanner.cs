using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;

namespace Orcastra.Core.Commands;

/// <summary>
/// Carries commands out. Each is a record in memory from when it is given until its giver has seen its end, and every step is
/// remembered together with what must not be done twice: who is killed in between is followed by one that reads where it stood.
/// </summary>
public static class CommandPlanner
{
    // Who has given a command and does not take note of its end within that time has gone.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>
    /// Begins what is next, before anything else is planned: of each origin one command at a time, in order, and nothing twice.
    /// </summary>
    /// <param name="context">What is known.</param>
    /// <param name="draft">The plan so far.</param>
    /// <param name="groups">All groups.</param>
    /// <param name="mayAct">False to carry out only what touches nothing but memory.</param>
    internal static void Begin(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups, bool mayAct)
    {
        if (draft.Memory.Commands.IsEmpty || !context.Policy.MayBegin)
        {
            return;
        }

        Forget(context, draft);
        foreach (var (id, record) in Next(draft.Memory).Where(next => next.Record.BegunAt is null))
        {
            var objection = CommandGrammar.Read(record.Text, out var command);
            var step = new CommandStep(context, draft, groups, id, record, command);
            if (objection is not null)
            {
                step.End(CommandOutcome.Refused, objection);
            }
            else if (CommandDeed.Of(command.Kind) is var deed && (mayAct || deed.IsOfMemory))
            {
                deed.Begin(step);
            }
        }
    }

    /// <summary>Goes on with what has begun, after everything else is planned: a command has ended once there is nothing left to plan for it.</summary>
    internal static void Conclude(PlanningContext context, PlanDraft draft, ImmutableArray<Group> groups)
    {
        if (!context.Policy.MayBegin)
        {
            return;
        }

        foreach (var (id, record) in Next(draft.Memory).Where(next => next.Record.BegunAt is not null))
        {
            _ = CommandGrammar.Read(record.Text, out var command);
            draft.WatchClosely();
            var deed = CommandDeed.Of(command.Kind);
            var step = new CommandStep(context, draft, groups, id, record, command);
            deed.Conclude(step);
            if (!deed.GivesUpByItself)
            {
                step.EndIfOverdue();
            }
        }
    }

    private static IEnumerable<(string Id, CommandRecord Record)> Next(Memory memory) => memory.Commands
        .Where(entry => entry.Value.EndedAt is null)
        .GroupBy(entry => entry.Value.Origin, StringComparer.Ordinal)
        .Select(ofOne => ofOne.OrderBy(entry => entry.Value.GivenAt).ThenBy(entry => entry.Key, StringComparer.Ordinal).First())
        .Select(entry => (entry.Key, entry.Value))
        .OrderBy(entry => entry.Value.GivenAt)
        .ToList();

    private static void Forget(PlanningContext context, PlanDraft draft)
    {
        var old = draft.Memory.Commands.Where(entry => entry.Value.EndedAt is { } ended && (entry.Value.IsUnattended || context.Now - ended > Kept)).Select(entry => entry.Key).ToList();
        draft.Memory = draft.Memory with { Commands = draft.Memory.Commands.RemoveRange(old) };
    }
}
