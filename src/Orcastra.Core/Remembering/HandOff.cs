using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orcastra.Core.Remembering;

/// <summary>Why a service is led through a gate.</summary>
public enum HandOffPurpose
{
    /// <summary>To bring it to its anchor.</summary>
    Move,

    /// <summary>To restart it where it is, or to start it again where it belongs.</summary>
    Restart,

    /// <summary>To bring it up elsewhere before its node is drained.</summary>
    Drain,

    /// <summary>To bring it to one node that somebody has named.</summary>
    Relocate,
}

/// <summary>A hand-off under way: recorded before its first write, forgotten after its last.</summary>
/// <param name="Id">Names its gate label and its mark.</param>
/// <param name="ServiceId">The service that is handed off.</param>
/// <param name="Anchor">Name of the anchor it follows; empty for an anchor that is started again. Of a service that goes by itself it names the group that moves; empty for none.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Epoch">Value that opens the gate; raised when the gate is swapped to bring the service back.</param>
/// <param name="From">IDs of the nodes its tasks leave, once for each task.</param>
/// <param name="Targets">IDs of the nodes it may go to.</param>
/// <param name="UserHash">Hash of the owner's part of the spec before the first write.</param>
/// <param name="ForceUpdate">The spec's counter after our first write.</param>
/// <param name="BegunAt">When it was recorded.</param>
/// <param name="GatedAt">When the gate was first seen in the service's spec; null before.</param>
/// <param name="OpenedAt">Since when the gate has been open where it is open now and nothing has been stopping; null while that is not so.</param>
/// <param name="RunningSince">Since when all its tasks run behind the gate; null while they do not.</param>
/// <param name="Undo">Why it is brought back; null while it goes forward.</param>
public sealed record HandOff(
    string Id,
    string ServiceId,
    string Anchor,
    HandOffPurpose Purpose,
    int Epoch,
    ImmutableArray<string> From,
    ImmutableArray<string> Targets,
    string UserHash,
    ulong ForceUpdate,
    DateTimeOffset BegunAt,
    DateTimeOffset? GatedAt,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? RunningSince,
    string? Undo)
{
    /// <summary>True for a restart that somebody asked for: it needs no other reason.</summary>
    public bool IsAsked { get; init; }

    /// <summary>True if it follows no anchor: it leaves a node that is drained, or goes to one that somebody has named.</summary>
    [JsonIgnore]
    public bool GoesByItself => Purpose is HandOffPurpose.Drain or HandOffPurpose.Relocate;
}
