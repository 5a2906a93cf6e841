using System.Collections.Immutable;

namespace Orcastra.Core.Policies;

/// <summary>How dependents reach their anchor's node.</summary>
public enum HandOffMode
{
    /// <summary>Through a gate: never up twice, at the price of service writes.</summary>
    Ordered,

    /// <summary>By moving the anchor's label only: no service is written to, Swarm may overlap old and new.</summary>
    Labels,
}

/// <summary>One entry of <c>dependencies.yml</c>: an anchor and what follows it.</summary>
/// <param name="Name">The plain name; also the key of its node label.</param>
/// <param name="Stack">Stack of the anchor and its dependents; empty where the names are full already.</param>
/// <param name="Dependents">Plain names of the services that follow, in the file's order.</param>
/// <param name="RestartDependents">Restart them when the anchor came back as a new task.</param>
/// <param name="Retries">Waits between attempts.</param>
/// <param name="HandOff">How they move.</param>
/// <param name="Bind">Leave them the permanent constraint <c>node.labels.NAME == true</c>.</param>
/// <param name="Where">Where it was declared, as <c>file:line:column</c>.</param>
public sealed record AnchorPolicy(
    string Name,
    string Stack,
    ImmutableArray<string> Dependents,
    bool RestartDependents,
    RetrySchedule Retries,
    HandOffMode HandOff,
    bool Bind,
    string Where)
{
    /// <summary>Where each of the dependents stands, in their order, as <c>file:line:column</c>; empty if no file names them.</summary>
    public ImmutableArray<string> DependentsWhere { get; init; } = [];

    /// <summary>Where a name of this entry stands: a dependent by itself, anything else with the entry.</summary>
    public string WhereIs(string plain) =>
        Dependents.IndexOf(plain) is var at && at >= 0 && at < DependentsWhere.Length ? DependentsWhere[at] : Where;

    /// <summary>The full name of one of its services: <c>STACK_NAME</c>.</summary>
    public string FullName(string plain) => Stack.Length > 0 ? $"{Stack}_{plain}" : plain;
}
