namespace Orcastra.Core.Commands;

/// <summary>What a command asks for.</summary>
public enum CommandKind
{
    /// <summary>Nothing: tells whether commands arrive.</summary>
    Noop,

    /// <summary>A look at the Swarm, now.</summary>
    Sync,

    /// <summary>Nothing new begins, in one capability or in all; what is under way ends.</summary>
    Pause,

    /// <summary>Ends a pause.</summary>
    Resume,

    /// <summary>All labels true, now.</summary>
    RelabelAll,

    /// <summary>One anchor's label true, now.</summary>
    RelabelAnchor,

    /// <summary>Dependents beside their anchor now: attempts that failed and times to dwell are forgotten.</summary>
    UpdateDependents,

    /// <summary>Listed nodes that are missing are brought into the Swarm, now.</summary>
    BootstrapSwarm,

    /// <summary>A Swarm is begun though listed engines do not answer; carried out by <c>send</c> itself, since without a Swarm nobody keeps it.</summary>
    ForceBootstrap,

    /// <summary>Upstream's; refused, with what to do instead.</summary>
    RemoveAllLabels,

    /// <summary>A service restarts, and whether it came up is reported.</summary>
    RestartService,

    /// <summary>A service and all that follows it, or that it follows, come up on a node.</summary>
    MoveService,

    /// <summary>What its owner deployed before comes back.</summary>
    RollbackService,

    /// <summary>Forgets that a service was given up.</summary>
    Retry,

    /// <summary>All that runs on a node comes up elsewhere, then it is drained.</summary>
    DrainNode,

    /// <summary>All that runs on a node comes up elsewhere, then its machine is rebooted.</summary>
    RebootNode,

    /// <summary>A node takes tasks again.</summary>
    ActivateNode,

    /// <summary>A node that is gone for good is taken out of the Swarm.</summary>
    RemoveNode,
}

/// <summary>What may stand behind a command's colon.</summary>
public enum ArgumentForm
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A name, or nothing.</summary>
    Optional,

    /// <summary>A name.</summary>
    Required,

    /// <summary>A name, and behind it an exclamation mark where objections are not to count.</summary>
    Forcible,

    /// <summary>A name, an equals sign and a node.</summary>
    Directed,
}

/// <summary>One command, understood.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Argument">The name behind the colon; empty if there is none.</param>
/// <param name="IsForced">True if objections are not to count.</param>
public sealed record Command(CommandKind Kind, string Argument, bool IsForced = false)
{
    /// <summary>The node behind the equals sign; empty if there is none.</summary>
    public string Target { get; init; } = "";
}
