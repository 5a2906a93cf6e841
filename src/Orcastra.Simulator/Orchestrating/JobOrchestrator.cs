namespace Orcastra.Simulator;

/// <summary>Runs jobs to their end: tasks that are to complete, not to stay.</summary>
internal sealed class JobOrchestrator(Term term)
{
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(2);

    public void Begin()
    {
        foreach (var service in term.Store.Services.Values.Where(service => service.Spec.IsJob).ToList())
        {
            term.After(Reaction, () => Reconcile(service));
        }
    }

    public void OnChange(Change change)
    {
        switch (change.Record)
        {
            case ServiceRecord { Spec.IsJob: true } service when change.Kind == ChangeKind.Removed:
                term.Restarts.Forget(service.Id);
                term.After(Reaction, () => Removal.Of(term, service));
                break;
            case ServiceRecord { Spec.IsJob: true } service:
                term.After(Reaction, () => Reconcile(service));
                break;
            case TaskRecord { Spec.IsJob: true, IsAlive: false } task when change.Kind == ChangeKind.Updated:
                term.After(Reaction, () => Ended(task));
                break;
            case NodeRecord node when change.Kind == ChangeKind.Created || node.State != node.StateBefore || node.Spec != node.SpecBefore:
                OnNode(node);
                break;
        }
    }

    private void OnNode(NodeRecord node)
    {
        foreach (var service in term.Store.Services.Values.Where(service => service.Spec.Mode == ServiceMode.GlobalJob))
        {
            term.After(Reaction, () => Reconcile(service));
        }

        foreach (var task in term.Store.TasksOn(node.Id).Where(task => task.Spec.IsJob && task.IsAlive && node.IsInvalid))
        {
            term.After(Reaction, () => Ended(task));
        }
    }

    private void Ended(TaskRecord task)
    {
        if (!term.Store.Services.TryGetValue(task.ServiceId, out var service) || !term.Store.Tasks.ContainsKey(task.Id))
        {
            return;
        }

        if (task.State != TaskState.Complete && task.JobIteration == service.JobIteration)
        {
            term.Store.Commit(commit => term.Restarts.Restart(commit, service, task));
        }

        Reconcile(service);
    }

    private void Reconcile(ServiceRecord service) => term.Store.Commit(commit =>
    {
        if (!term.Store.Services.ContainsKey(service.Id))
        {
            return;
        }

        var tasks = term.Store.TasksOf(service.Id);
        foreach (var old in tasks.Where(task => task.JobIteration != service.JobIteration && task.Desired < TaskState.Remove))
        {
            commit.Desire(old, TaskState.Remove);
        }

        var current = tasks.Where(task => task.JobIteration == service.JobIteration).ToList();
        if (service.Spec.Mode == ServiceMode.GlobalJob)
        {
            Everywhere(commit, service, current);
        }
        else
        {
            Replicated(commit, service, current);
        }
    });

    private void Replicated(Commit commit, ServiceRecord service, List<TaskRecord> current)
    {
        var completed = current.Count(task => task.State == TaskState.Complete);
        var running = current.Count(task => task is { IsAlive: true, Desired: <= TaskState.Complete });
        var taken = current.Where(task => task.Desired <= TaskState.Complete).Select(task => task.Slot).ToHashSet();
        var more = Math.Min(service.Spec.Replicas - running, service.Spec.Completions - completed - running);
        for (var slot = 0; more > 0; slot++)
        {
            if (!taken.Contains(slot))
            {
                commit.Add(Of(service, slot, ""));
                more--;
            }
        }
    }

    private void Everywhere(Commit commit, ServiceRecord service, List<TaskRecord> current)
    {
        var served = current.Select(task => task.NodeId).ToHashSet();
        foreach (var node in term.Store.Nodes.Values.Where(node => node.IsEligible && !served.Contains(node.Id)))
        {
            if (Constraint.All(service.Spec.Task.Constraints, node))
            {
                commit.Add(Of(service, 0, node.Id));
            }
        }
    }

    private TaskRecord Of(ServiceRecord service, int slot, string nodeId)
    {
        var task = TaskMaking.New(term, service, slot, nodeId, TaskState.Complete);
        task.JobIteration = service.JobIteration;
        return task;
    }
}
