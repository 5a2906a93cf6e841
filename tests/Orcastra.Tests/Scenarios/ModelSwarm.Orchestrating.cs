using Orcastra.Core.Swarm;

namespace Orcastra.Tests.Scenarios;

/// <summary>What the orchestrators and the updater do within one tick.</summary>
internal sealed partial class ModelSwarm
{
    private void Orchestrate(ModelService service)
    {
        foreach (var task in Tasks.Where(task => task.Service == service && task.Desired <= TaskState.Running).ToList())
        {
            var isLost = task.Node.Length > 0 && (!Nodes.TryGetValue(task.Node, out var node) || node.IsGone || node.Availability == Availability.Drain);
            if (task.HasEnded ? MayRestart(task) : isLost)
            {
                var isDrained = task.Node.Length > 0 && Nodes[task.Node].Availability == Availability.Drain;
                task.Desired = TaskState.Shutdown;
                if (!service.IsGlobal)
                {
                    Add(service, task.Slot, "", isDrained ? TimeSpan.Zero : service.Spec.Restart.Delay).Predecessor = task.HasEnded ? null : task;
                }
            }
        }

        if (service.IsGlobal)
        {
            FillNodes(service);
        }
        else
        {
            FillSlots(service);
        }
    }

    private bool MayRestart(ModelTask task)
    {
        var policy = task.Service.Spec.Restart;
        var failures = Tasks.Count(other => IsIn(task)(other) && other.State is TaskState.Failed && other.Made == task.Made);
        return policy.Condition switch
        {
            RestartCondition.None => false,
            RestartCondition.OnFailure when task.State == TaskState.Complete => false,
            _ => policy.MaxAttempts == 0 || (ulong)failures <= policy.MaxAttempts,
        };
    }

    private void FillSlots(ModelService service)
    {
        for (var slot = 1; slot <= (int)service.Spec.Replicas; slot++)
        {
            if (!Tasks.Any(task => task.Service == service && task.Slot == slot && task.Desired <= TaskState.Running))
            {
                Add(service, slot, "", TimeSpan.Zero);
            }
        }

        foreach (var task in Tasks.Where(task => task.Service == service && task.Slot > (int)service.Spec.Replicas && task.IsWanted))
        {
            task.Desired = TaskState.Remove;
        }
    }

    // Global services ignore the updater's order when their nodes change.
    private void FillNodes(ModelService service)
    {
        foreach (var node in Nodes.Values)
        {
            var fits = node.TakesTasks && Constraint.AllMatch(service.Spec.Constraints, node);
            var here = Tasks.Where(task => task.Service == service && task.Node == node.Id && task.Desired <= TaskState.Running && !task.HasEnded).ToList();
            if (fits && here.Count == 0)
            {
                Add(service, 0, node.Id, TimeSpan.Zero);
            }
            else if (!fits && node.Availability != Availability.Pause)
            {
                here.ForEach(task => task.Desired = TaskState.Shutdown);
            }
        }
    }

    // A task that ended by its own policy still takes part in updates, which is how a finished one-shot runs again.
    private IEnumerable<ModelTask> DirtySlots(ModelService service) => Tasks.Where(task =>
        task.Service == service && task.Desired <= TaskState.Running && service.IsDirty(task, Nodes.GetValueOrDefault(task.Node)));

    private void Update(ModelService service)
    {
        if (service.Update is not (UpdateState.Updating or UpdateState.RollbackStarted))
        {
            return;
        }

        var fresh = Tasks.Where(task => task.Service == service && task.Made == service.Current).ToList();
        if (fresh.Any(task => task.State is TaskState.Failed or TaskState.Rejected))
        {
            Fail(service);
            return;
        }

        Retire(service, fresh);
        var open = fresh.Count(task => task.IsWanted && task.State != TaskState.Running);
        var dirty = DirtySlots(service).Where(task => !fresh.Any(other => IsIn(task)(other) && other.IsWanted)).ToList();
        var width = service.Spec.Update.Parallelism == 0 ? int.MaxValue : (int)service.Spec.Update.Parallelism;
        foreach (var task in dirty.Take(Math.Max(0, width - open)))
        {
            Replace(service, task);
        }

        if (dirty.Count == 0 && open == 0)
        {
            service.MonitoredUntil ??= Now + service.Spec.Update.Monitor;
            if (service.MonitoredUntil <= Now)
            {
                service.Update = service.Update == UpdateState.Updating ? UpdateState.Completed : UpdateState.RollbackCompleted;
                service.Version++;
            }
        }
    }

    private void Replace(ModelService service, ModelTask task)
    {
        var isWaited = !service.Spec.Update.StartFirst;
        var next = Add(service, task.Slot, service.IsGlobal ? task.Node : "", TimeSpan.Zero);
        next.Predecessor = isWaited ? task : null;
        if (isWaited)
        {
            task.Desired = TaskState.Shutdown;
            if (task.Node.Length == 0)
            {
                task.Report(TaskState.Shutdown, Now);
            }
        }
    }

    // Start-first: the old task goes once the new one runs.
    private void Retire(ModelService service, List<ModelTask> fresh)
    {
        foreach (var task in fresh.Where(task => service.Spec.Update.StartFirst && task.State == TaskState.Running))
        {
            foreach (var old in Tasks.Where(other => IsIn(task)(other) && other.Made != service.Current && other.IsWanted && service.IsDirty(other, Nodes.GetValueOrDefault(other.Node))))
            {
                old.Desired = TaskState.Shutdown;
            }
        }
    }

    private void Fail(ModelService service)
    {
        if (service.RollsBackOnFailure && service.Previous is { } previous && service.Update == UpdateState.Updating)
        {
            Write(service, previous, byUser: false);
            service.Update = UpdateState.RollbackStarted;
            return;
        }

        service.Update = service.Update == UpdateState.Updating ? UpdateState.Paused : UpdateState.RollbackPaused;
        service.Version++;
    }
}
