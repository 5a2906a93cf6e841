using Orcastra.Core.Policies;
using Orcastra.Core.Swarm;

namespace Orcastra.Core.Planning;

/// <summary>What every planner is given: no clock, no logger, no connection.</summary>
/// <param name="Snapshot">The Swarm as it was seen.</param>
/// <param name="Policy">What the owner wants.</param>
/// <param name="Now">The time of planning.</param>
public sealed record PlanningContext(ClusterSnapshot Snapshot, Policy Policy, DateTimeOffset Now);
