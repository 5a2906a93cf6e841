namespace Orcastra.Simulator;

/// <summary>
/// Rejects tasks whose node no longer is what their service asks for. It looks at nodes that change, and goes by the service's
/// constraints of today: tasks that stayed through a change of placement carry older ones.
/// </summary>
internal sealed class ConstraintEnforcer(Term term)
{
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(1);

    public void Begin()
    {
        foreach (var node in term.Store.Nodes.Values)
        {
            term.After(Reaction, () => Look(node));
        }
    }

    public void OnChange(Change change)
    {
        if (change is { Kind: ChangeKind.Updated, Record: NodeRecord node })
        {
            term.After(Reaction, () => Look(node));
        }
    }

    private void Look(NodeRecord node)
    {
        // Drained nodes are left to the orchestrators; paused ones keep what they have.
        if (node.Spec.Availability != Availability.Active)
        {
            return;
        }

        var free = node.Description.Capacity;
        var rejected = new List<TaskRecord>();
        foreach (var task in term.Store.TasksOn(node.Id))
        {
            if (task.Desired is < TaskState.Assigned or > TaskState.Complete || task.State >= TaskState.Complete)
            {
                continue;
            }

            var spec = (term.Store.Services.GetValueOrDefault(task.ServiceId)?.Spec ?? task.Spec).Task;
            var reserved = task.Spec.Task.Reservations;
            if (!Constraint.All(spec.Constraints, node) || !reserved.Fits(free))
            {
                rejected.Add(task);
            }
            else
            {
                free = free.Minus(reserved);
            }
        }

        term.Store.Commit(commit =>
        {
            foreach (var task in rejected)
            {
                commit.Report(task, TaskState.Rejected, "task rejected by constraint enforcer", "assigned node no longer meets constraints");
            }
        });
    }
}
