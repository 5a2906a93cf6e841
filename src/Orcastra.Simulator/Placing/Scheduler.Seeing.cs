namespace Orcastra.Simulator;

/// <summary>What the scheduler keeps in mind of nodes and tasks.</summary>
internal sealed partial class Scheduler
{
    private void See(NodeRecord node)
    {
        if (!_loads.TryGetValue(node.Id, out var load) || load.Node != node)
        {
            _loads[node.Id] = new(node);
        }
    }

    private void See(TaskRecord task)
    {
        if (task.State < TaskState.Pending)
        {
            return;
        }

        if (task.State > TaskState.Running)
        {
            SeeEnded(task);
            return;
        }

        _known.Add(task.Id);
        if (task.NodeId.Length == 0)
        {
            _waiting[task.Id] = task;
            _isTickDue = true;
        }
        else if (task.State == TaskState.Pending)
        {
            _preassigned[task.Id] = task;
        }
        else
        {
            _loads.GetValueOrDefault(task.NodeId)?.Put(task);
        }
    }

    private void SeeEnded(TaskRecord task)
    {
        if (!_known.Contains(task.Id))
        {
            return;
        }

        var isFailure = task.State is TaskState.Failed or TaskState.Rejected && task.State != task.StateBefore;
        if (isFailure && !task.Spec.IsGlobal)
        {
            _loads.GetValueOrDefault(task.NodeId)?.Failed(task, term.Now);
        }

        Forget(task);
    }

    private void Forget(TaskRecord task)
    {
        if (_known.Remove(task.Id))
        {
            _waiting.Remove(task.Id);
            _preassigned.Remove(task.Id);
            _loads.GetValueOrDefault(task.NodeId)?.Take(task);
            _isTickDue = true;
        }
    }
}
