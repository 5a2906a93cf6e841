namespace Orcastra.Simulator;

/// <summary>Keeps one task of each global service on each node that may have one.</summary>
internal sealed class GlobalOrchestrator(Term term)
{
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(2);

    public void Begin()
    {
        foreach (var task in term.Store.Tasks.Values.Where(task => task.Spec.Mode == ServiceMode.Global).ToList())
        {
            Inheritance.Resume(term, task);
            OnTask(task);
        }

        foreach (var service in term.Store.Services.Values.Where(IsOurs).ToList())
        {
            term.After(Reaction, () => Reconcile(service));
        }
    }

    public void OnChange(Change change)
    {
        switch (change.Record)
        {
            case ServiceRecord service when IsOurs(service) && change.Kind == ChangeKind.Removed:
                term.Restarts.Forget(service.Id);
                term.After(Reaction, () => Removal.Of(term, service));
                break;
            case ServiceRecord service when IsOurs(service):
                term.After(Reaction, () => Reconcile(service));
                break;
            case NodeRecord node when change.Kind == ChangeKind.Removed:
                term.After(Reaction, () => DeleteAll(node));
                break;
            case NodeRecord node:
                term.After(Reaction, () => Reconcile(node));
                break;
            case TaskRecord { Spec.Mode: ServiceMode.Global } task when change.Kind == ChangeKind.Updated:
                OnTask(task);
                break;
        }
    }

    private static bool IsOurs(ServiceRecord service) => service.Spec.Mode == ServiceMode.Global;

    private static bool IsListed(NodeRecord node) => !node.IsInvalid;

    private void OnTask(TaskRecord task)
    {
        if (task is { IsWanted: true, IsAlive: false })
        {
            term.After(Reaction, () => Replace(task));
        }
    }

    private void Replace(TaskRecord task) => term.Store.Commit(commit =>
    {
        if (!term.Store.Tasks.ContainsKey(task.Id) || !task.IsWanted
            || !term.Store.Services.TryGetValue(task.ServiceId, out var service)
            || !term.Store.Nodes.TryGetValue(task.NodeId, out var node) || !IsListed(node))
        {
            return;
        }

        if (node.Spec.Availability == Availability.Pause || !Constraint.All(service.Spec.Task.Constraints, node))
        {
            commit.Desire(task, TaskState.Shutdown);
        }
        else
        {
            term.Restarts.Restart(commit, service, task);
        }
    });

    private void Reconcile(ServiceRecord service)
    {
        if (!term.Store.Services.ContainsKey(service.Id))
        {
            return;
        }

        var updates = new List<IReadOnlyList<TaskRecord>>();
        term.Store.Commit(commit =>
        {
            var byNode = term.Store.TasksOf(service.Id).GroupBy(task => task.NodeId)
                .ToDictionary(group => group.Key, group => term.Restarts.Updatable([.. group], service), StringComparer.Ordinal);
            foreach (var node in term.Store.Nodes.Values.Where(IsListed))
            {
                byNode.Remove(node.Id, out var tasks);
                if (!Constraint.All(service.Spec.Task.Constraints, node))
                {
                    ShutDown(commit, tasks ?? []);
                }
                else if (node.Spec.Availability != Availability.Pause)
                {
                    Serve(commit, service, node, tasks, updates);
                }
            }

            foreach (var stray in byNode.Values)
            {
                ShutDown(commit, stray);
            }
        });
        if (updates.Count > 0)
        {
            term.Updates.Update(service, updates);
        }
    }

    private void Serve(Commit commit, ServiceRecord service, NodeRecord node, IReadOnlyList<TaskRecord>? tasks, List<IReadOnlyList<TaskRecord>> updates)
    {
        if (tasks is null or [])
        {
            commit.Add(TaskMaking.New(term, service, 0, node.Id, TaskState.Running));
        }
        else
        {
            updates.Add(tasks);
        }
    }

    // A node that changed gets what it lacks at once: no updater, no order, no waiting for what is stopped.
    private void Reconcile(NodeRecord node)
    {
        if (!term.Store.Nodes.ContainsKey(node.Id))
        {
            return;
        }

        term.Store.Commit(commit =>
        {
            var ours = term.Store.TasksOn(node.Id).Where(task => task.Spec.Mode == ServiceMode.Global).ToList();
            if (node.IsInvalid)
            {
                ShutDown(commit, ours);
                return;
            }

            if (node.Spec.Availability == Availability.Pause)
            {
                return;
            }

            foreach (var service in term.Store.Services.Values.Where(IsOurs).Where(service => Constraint.All(service.Spec.Task.Constraints, node)))
            {
                var tasks = term.Restarts.Updatable([.. ours.Where(task => task.ServiceId == service.Id)], service);
                var clean = tasks.Where(task => !TaskMaking.IsDirty(task, service.Spec, service.SpecVersion, node)).ToList();
                if (clean.Count == 0)
                {
                    commit.Add(TaskMaking.New(term, service, 0, node.Id, TaskState.Running));
                }

                ShutDown(commit, [.. tasks.Except(clean), .. clean.Skip(1)]);
            }
        });
    }

    private void DeleteAll(NodeRecord node) => term.Store.Commit(commit =>
    {
        foreach (var task in term.Store.TasksOn(node.Id).Where(task => task.Spec.Mode == ServiceMode.Global).ToList())
        {
            commit.Remove(task);
        }
    });

    private static void ShutDown(Commit commit, IReadOnlyList<TaskRecord> tasks)
    {
        foreach (var task in tasks.Where(task => task.Desired < TaskState.Shutdown))
        {
            commit.Desire(task, TaskState.Shutdown);
        }
    }
}
