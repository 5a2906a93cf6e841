namespace Orcastra.Bench.Scale;

/// <summary>All figures of one size.</summary>
/// <param name="Size">How large the Swarm is.</param>
/// <param name="Megabytes">Bytes of the answers of one cycle.</param>
/// <param name="Observe">A look at everything by a process that remembers none.</param>
/// <param name="Steady">Planning where all is in place.</param>
/// <param name="Straying">Planning where one in twenty dependents is out of place.</param>
/// <param name="Full">A whole first cycle: look, lease, plan, memory.</param>
/// <param name="Rest">A whole cycle that finds nothing changed.</param>
/// <param name="Changed">A whole cycle after one task in the middle of the list has changed.</param>
/// <param name="Watch">A look of the watch that finds nothing changed.</param>
/// <param name="Requests">Requests of a cycle.</param>
/// <param name="Resident">Megabytes resident of a process that has done some cycles.</param>
internal sealed record Measured(
    Size Size, double Megabytes, Cost Observe, Cost Steady, Cost Straying, Cost Full, Cost Rest, Cost Changed, Cost Watch, int Requests, double Resident);
