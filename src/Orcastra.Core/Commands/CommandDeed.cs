using System.Collections.Frozen;
using Orcastra.Core.Planning;

namespace Orcastra.Core.Commands;

/// <summary>How commands of one kind are carried out.</summary>
/// <param name="Begin">Begins one; one that needs nothing more ends there and then.</param>
/// <param name="Conclude">Goes on with one that has begun, in each pass until it ends.</param>
internal sealed record CommandDeed(Action<CommandStep> Begin, Action<CommandStep> Conclude)
{
    private static readonly FrozenDictionary<CommandKind, CommandDeed> All = new Dictionary<CommandKind, CommandDeed>
    {
        [CommandKind.Noop] = Said(CommandOutcome.Done, "nothing, as asked") with { IsOfMemory = true },
        [CommandKind.Sync] = Said(CommandOutcome.Done, "looked") with { IsOfMemory = true },
        [CommandKind.Pause] = AtOnce(step => step.Draft.Memory = step.EndWith(Pausing.Pause(step.Draft.Memory, step.Command.Argument, step.Record.Origin, step.Context.Now))) with { IsOfMemory = true },
        [CommandKind.Resume] = AtOnce(step => step.Draft.Memory = step.EndWith(Pausing.Resume(step.Draft.Memory, step.Command.Argument))) with { IsOfMemory = true },
        [CommandKind.RelabelAll] = new(Relabelling.Begin, Relabelling.Conclude),
        [CommandKind.RelabelAnchor] = new(Relabelling.Begin, Relabelling.Conclude),
        [CommandKind.UpdateDependents] = new(Following.Begin, Following.Conclude),
        [CommandKind.BootstrapSwarm] = AtOnce(EndBootstrap),
        [CommandKind.ForceBootstrap] = Said(CommandOutcome.Refused, $"there is a Swarm; {CommandGrammar.BootstrapSwarm} brings in who is missing"),
        [CommandKind.RemoveAllLabels] = Said(CommandOutcome.Refused, "labels that are taken away are set again in the next moment, for they are what dependents go by; `orcastra release` takes everything away for good"),
        [CommandKind.RestartService] = new(ForcedRestart.Begin, ForcedRestart.Conclude),
        [CommandKind.MoveService] = new(OfRelocations.Begin, OfRelocations.Conclude) { GivesUpByItself = true },
        [CommandKind.RollbackService] = new(ServiceRollback.Begin, ServiceRollback.Conclude),
        [CommandKind.DrainNode] = new(OfNodes.BeginDrain, OfNodes.ConcludeDrain) { GivesUpByItself = true },
        [CommandKind.RebootNode] = new(OfReboots.Begin, OfReboots.Conclude) { GivesUpByItself = true },
        [CommandKind.ActivateNode] = new(OfNodes.BeginActivation, OfNodes.ConcludeActivation),
        [CommandKind.RemoveNode] = new(NodeRemoval.Begin, NodeRemoval.Conclude),
        [CommandKind.Retry] = AtOnce(Following.Retry),
    }.ToFrozenDictionary();

    /// <summary>True if nothing but memory is touched, so that it needs no leader among the nodes to be well.</summary>
    public bool IsOfMemory { get; init; }

    /// <summary>True if it may take long and says by itself when it has failed; any other has failed after a while.</summary>
    public bool GivesUpByItself { get; init; }

    /// <summary>How one of that kind is carried out.</summary>
    public static CommandDeed Of(CommandKind kind) => All[kind];

    private static CommandDeed AtOnce(Action<CommandStep> end) => new(end, _ => { });

    private static CommandDeed Said(string outcome, string says) => AtOnce(step => step.End(outcome, says));

    // The runner, which has no part in this plan, sees that it was asked for.
    private static void EndBootstrap(CommandStep step) => step.End(
        CommandOutcome.Done,
        step.Draft.Memory.IsPaused(Runner.Bootstrap) ? "bootstrap is paused: it looks once that has ended" : "bootstrap looks now; the log says whom it brings in, and orcastra plan who is missing");
}
