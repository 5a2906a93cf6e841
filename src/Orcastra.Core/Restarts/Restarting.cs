using System.Collections.Immutable;
using Orcastra.Core.Anchoring;
using Orcastra.Core.HandOffs;
using Orcastra.Core.Planning;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Restarts;

/// <summary>Begins the restart of a service where it belongs: a hand-off whose gate is open there from the start.</summary>
internal static class Restarting
{
    /// <summary>Records the restart and plans its first step.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="draft">The plan so far.</param>
    /// <param name="service">The service.</param>
    /// <param name="group">The group it belongs to.</param>
    /// <param name="because">The anchor that came back; empty if the service itself is down.</param>
    /// <param name="nodes">IDs of the nodes that hold it while it restarts; empty if Swarm may choose.</param>
    /// <param name="isAsked">True if somebody asked for it.</param>
    public static void Begin(PlanningContext context, PlanDraft draft, Service service, Group group, string because, ImmutableArray<string> nodes, bool isAsked = false)
    {
        var handOff = HandOffPlanner.New(context, service, because, HandOffPurpose.Restart, nodes, [.. nodes.Distinct()]) with
        {
            ForceUpdate = service.Spec.ForceUpdate + 1,
            IsAsked = isAsked,
        };
        HandOffPlanner.Begin(context, draft, handOff, group);
    }
}
