using System.Collections.Immutable;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Planning;

/// <summary>
/// One write the plan asks for. Actions of one plan do not depend on each other: what must come later waits for the
/// snapshot that shows the earlier done. The hierarchy is closed; <see cref="Match"/> is how it is told apart.
/// </summary>
/// <param name="Runner">The capability that wants it, such as <c>label-sync</c>.</param>
/// <param name="Reason">Why, in words an operator can act on.</param>
public abstract record PlannedAction(string Runner, string Reason)
{
    /// <summary>Calls the one function that fits this action.</summary>
    public T Match<T>(
        Func<SetNodeLabel, T> set,
        Func<RemoveNodeLabel, T> remove,
        Func<HandOffStep, T> handOff,
        Func<RestartService, T> restart,
        Func<SetAvailability, T> availability,
        Func<RebootNode, T> reboot,
        Func<RollBackService, T> rollBack,
        Func<RemoveKeptSpec, T> forget) => this switch
        {
            SetNodeLabel action => set(action),
            RemoveNodeLabel action => remove(action),
            HandOffStep action => handOff(action),
            RestartService action => restart(action),
            SetAvailability action => availability(action),
            RebootNode action => reboot(action),
            RollBackService action => rollBack(action),
            RemoveKeptSpec action => forget(action),
            _ => throw new InvalidOperationException($"no such action: {GetType().Name}"),
        };
}

/// <summary>Sets a label of a node.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node as it was seen; its version is compared.</param>
/// <param name="Key">The label.</param>
/// <param name="Value">Its value.</param>
public sealed record SetNodeLabel(string Runner, string Reason, Node Node, string Key, string Value) : PlannedAction(Runner, Reason);

/// <summary>Takes a label away from a node.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node as it was seen; its version is compared.</param>
/// <param name="Key">The label.</param>
public sealed record RemoveNodeLabel(string Runner, string Reason, Node Node, string Key) : PlannedAction(Runner, Reason);

/// <summary>One write of a hand-off: the gate is put up, swapped or taken away, or its trace is cleaned.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Service">The service as it was seen; its version is compared.</param>
/// <param name="From">Hostnames it leaves.</param>
/// <param name="To">Hostnames it goes to.</param>
/// <param name="Edits">What is changed in the raw spec, in order; none at all for a cleaning write.</param>
public sealed record HandOffStep(string Runner, string Reason, Service Service, string From, string To, ImmutableArray<SpecEdit> Edits)
    : PlannedAction(Runner, Reason);

/// <summary>Restarts a service where it belongs.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Service">The service as it was seen; its version is compared.</param>
/// <param name="To">Hostnames it is held to while it restarts; empty if Swarm may choose.</param>
/// <param name="Edits">What is changed in the raw spec, in order.</param>
public sealed record RestartService(string Runner, string Reason, Service Service, string To, ImmutableArray<SpecEdit> Edits)
    : PlannedAction(Runner, Reason);

/// <summary>Changes whether a node takes tasks, and keeps those it has.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node as it was seen; its version is compared.</param>
/// <param name="Availability">What it is to be.</param>
public sealed record SetAvailability(string Runner, string Reason, Node Node, Availability Availability) : PlannedAction(Runner, Reason);

/// <summary>Has a node's machine reboot: the only action that no engine is asked for.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node.</param>
/// <param name="SentAt">Under what time it is recorded.</param>
public sealed record RebootNode(string Runner, string Reason, Node Node, DateTimeOffset SentAt) : PlannedAction(Runner, Reason);

/// <summary>Brings back the spec that its owner deployed before the present one.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Service">The service as it was seen; its version is compared.</param>
/// <param name="KeptHash">Hash of the kept spec that is written; empty where the engine's own rollback brings it back.</param>
public sealed record RollBackService(string Runner, string Reason, Service Service, string KeptHash) : PlannedAction(Runner, Reason);

/// <summary>Removes the config object that holds what a service could be rolled back to.</summary>
/// <param name="Runner">The capability that wants it.</param>
/// <param name="Reason">Why.</param>
/// <param name="ServiceId">The service that it was kept for.</param>
public sealed record RemoveKeptSpec(string Runner, string Reason, string ServiceId) : PlannedAction(Runner, Reason);
