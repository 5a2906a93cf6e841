using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.Leading;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Cli.Status;

/// <summary>How a dependent stands to its anchor.</summary>
internal enum Standing
{
    /// <summary>Runs where its anchor runs.</summary>
    InPlace,

    /// <summary>A hand-off moves or restarts it now.</summary>
    Moving,

    /// <summary>Runs elsewhere; the next pass acts.</summary>
    OutOfPlace,

    /// <summary>Something keeps it from its place for now.</summary>
    Waiting,

    /// <summary>Was tried for too long.</summary>
    GivenUp,

    /// <summary>Runs nowhere.</summary>
    Down,
}

/// <summary>A dependent and how it stands.</summary>
/// <param name="Service">Its full name.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Places">Hostnames where it runs.</param>
/// <param name="Reason">Why; empty where nothing is to be said.</param>
internal sealed record DependentReport(string Service, Standing Standing, string Places, string Reason);

/// <summary>An anchor, its place and its dependents.</summary>
/// <param name="Group">The anchor.</param>
/// <param name="Places">Hostnames where it runs.</param>
/// <param name="Labelled">Hostnames of the nodes with its label.</param>
/// <param name="Dependents">What follows it.</param>
internal sealed record AnchorReport(Group Group, string Places, string Labelled, ImmutableArray<DependentReport> Dependents);

/// <summary>Who acts.</summary>
/// <param name="State">The lease; null if there is none yet.</param>
/// <param name="Words">In words.</param>
/// <param name="IsGone">True if the holder's node or process is known to be gone.</param>
internal sealed record ActingReport(LeaseState? State, string Words, bool IsGone);

/// <summary>All that is known, at one moment.</summary>
/// <param name="Snapshot">The Swarm.</param>
/// <param name="Acting">Who acts.</param>
/// <param name="Anchors">All anchors that exist.</param>
/// <param name="Memory">What is remembered.</param>
/// <param name="HasMemory">True if the object that holds it exists.</param>
/// <param name="Plan">What would be done now.</param>
internal sealed record StatusReport(
    ClusterSnapshot Snapshot, ActingReport Acting, ImmutableArray<AnchorReport> Anchors, Memory Memory, bool HasMemory, Plan Plan)
{
    /// <summary>A service's full name, or its ID if it is gone.</summary>
    public string ServiceName(string id) => Snapshot.Services.TryGetValue(id, out var service) ? service.Name : id;

    /// <summary>True if a service has been out of place or down for longer than it is tried.</summary>
    public static bool IsOverdue(Attempts attempts, DateTimeOffset now, TimeSpan longest) => now - attempts.Since > longest;
}
