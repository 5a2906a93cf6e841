using Orcastra.Core.Swarm;

namespace Orcastra.Docker;

/// <summary>A wanted task, as far as a watch needs it.</summary>
/// <param name="Id">Swarm's ID of the task.</param>
/// <param name="ServiceId">The service it belongs to.</param>
/// <param name="Slot">Slot of a replicated service; 0 for a global one.</param>
/// <param name="NodeId">Where it was placed; empty while it is pending.</param>
/// <param name="State">What its node reported last.</param>
/// <param name="DesiredState">What the orchestrator wants of it.</param>
public readonly record struct RunningTask(string Id, string ServiceId, int Slot, string NodeId, TaskState State, TaskState DesiredState);
