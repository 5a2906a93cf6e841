namespace Orcastra.Simulator;

/// <summary>Makes tasks, and tells whether one still is what its service asks for.</summary>
internal static class TaskMaking
{
    public static TaskRecord New(Term term, ServiceRecord service, int slot, string nodeId, TaskState desired) =>
        New(term, service.Id, service.Spec, service.SpecVersion, slot, nodeId, desired);

    public static TaskRecord New(
        Term term, string serviceId, ServiceSpec spec, ulong specVersion, int slot, string nodeId, TaskState desired)
    {
        var task = new TaskRecord(term.Dice.Id(), serviceId, spec, specVersion, slot) { NodeId = nodeId, Desired = desired };
        task.Report(TaskState.New, term.Now, "created");
        return task;
    }

    /// <summary>
    /// True if a task has to be replaced for a spec. One that differs in nothing but its placement stays as long as its node
    /// satisfies the constraints.
    /// </summary>
    public static bool IsDirty(TaskRecord task, ServiceSpec spec, ulong specVersion, NodeRecord? node)
    {
        if (task.SpecVersion == specVersion || ReferenceEquals(task.Spec, spec))
        {
            return false;
        }

        if (task.Spec.Task.Key != spec.Task.Key)
        {
            return true;
        }

        if (task.Spec.Task.PlacementKey != spec.Task.PlacementKey)
        {
            return node is null || !Constraint.All(spec.Task.Constraints, node);
        }

        return task.Spec.EndpointKey != spec.EndpointKey;
    }
}
