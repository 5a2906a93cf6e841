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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

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
            else if (mayAct || command.Kind is CommandKind.Noop or CommandKind.Sync or CommandKind.Pause or CommandKind.Resume)
            {
                Begin(step);
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
            Conclude(new CommandStep(context, draft, groups, id, record, command));
            if (command.Kind is not (CommandKind.DrainNode or CommandKind.RebootNode) && draft.Memory.Commands[id] is { EndedAt: null } now)
            {
                Bound(new CommandStep(context, draft, groups, id, now, command));
            }
        }
    }

    // Others of the same origin wait behind it. A drain and a reboot, which may take long, give up by themselves.
    private static void Bound(CommandStep step)
    {
        var due = step.Record.BegunAt!.Value + Patience;
        if (due > step.Context.Now)
        {
            step.Draft.LookAgain(due);
        }
        else
        {
            step.End(CommandOutcome.Failed, $"not done after {Patience.TotalMinutes:0} min: {step.Record.Says}");
        }
    }

    private static void Begin(CommandStep step)
    {
        switch (step.Command.Kind)
        {
            case CommandKind.Noop:
                step.End(CommandOutcome.Done, "nothing, as asked");
                break;
            case CommandKind.Sync:
                step.End(CommandOutcome.Done, "looked");
                break;
            case CommandKind.BootstrapSwarm: // the runner, which has no part in this plan, sees that it was asked for
                step.End(CommandOutcome.Done, step.Draft.Memory.IsPaused(Runner.Bootstrap) ? "bootstrap is paused: it looks once that has ended" : "bootstrap looks now; the log says whom it brings in, and orcastra plan who is missing");
                break;
            case CommandKind.ForceBootstrap:
                step.End(CommandOutcome.Refused, $"there is a Swarm; {CommandGrammar.BootstrapSwarm} brings in who is missing");
                break;
            case CommandKind.Pause:
                step.Draft.Memory = step.EndWith(Pausing.Pause(step.Draft.Memory, step.Command.Argument, step.Record.Origin, step.Context.Now));
                break;
            case CommandKind.Resume:
                step.Draft.Memory = step.EndWith(Pausing.Resume(step.Draft.Memory, step.Command.Argument));
                break;
            case CommandKind.RemoveAllLabels:
                step.End(CommandOutcome.Refused, "labels that are taken away are set again in the next moment, for they are what dependents go by; `orcastra release` takes everything away for good");
                break;
            case CommandKind.RelabelAll or CommandKind.RelabelAnchor:
                Relabelling.Begin(step);
                break;
            case CommandKind.UpdateDependents:
                Following.Begin(step);
                break;
            case CommandKind.RestartService:
                ForcedRestart.Begin(step);
                break;
            case CommandKind.Retry:
                Following.Retry(step);
                break;
            case CommandKind.DrainNode:
                OfNodes.BeginDrain(step);
                break;
            case CommandKind.RebootNode:
                OfReboots.Begin(step);
                break;
            case CommandKind.ActivateNode:
                OfNodes.BeginActivation(step);
                break;
            case CommandKind.RemoveNode:
                NodeRemoval.Begin(step);
                break;
        }
    }

    private static void Conclude(CommandStep step)
    {
        switch (step.Command.Kind)
        {
            case CommandKind.RelabelAll or CommandKind.RelabelAnchor:
                Relabelling.Conclude(step);
                break;
            case CommandKind.UpdateDependents:
                Following.Conclude(step);
                break;
            case CommandKind.RestartService:
                ForcedRestart.Conclude(step);
                break;
            case CommandKind.DrainNode:
                OfNodes.ConcludeDrain(step);
                break;
            case CommandKind.RebootNode:
                OfReboots.Conclude(step);
                break;
            case CommandKind.ActivateNode:
                OfNodes.ConcludeActivation(step);
                break;
            case CommandKind.RemoveNode:
                NodeRemoval.Conclude(step);
                break;
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
        var old = draft.Memory.Commands.Where(entry => context.Now - entry.Value.EndedAt > Kept).Select(entry => entry.Key).ToList();
        draft.Memory = draft.Memory with { Commands = draft.Memory.Commands.RemoveRange(old) };
    }
}
