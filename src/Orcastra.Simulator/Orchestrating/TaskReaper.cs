namespace Orcastra.Simulator;

/// <summary>Deletes tasks that were removed and have ended, and those that are more history than is kept.</summary>
internal sealed class TaskReaper
{
    private static readonly TimeSpan Batching = TimeSpan.FromMilliseconds(250);

    private readonly Term _term;
    private readonly Trigger _trigger;
    private readonly Dictionary<(string Service, int Slot, string Node), bool> _dirty = [];
    private readonly List<TaskRecord> _done = [];

    public TaskReaper(Term term) => (_term, _trigger) = (term, new(term, Batching, Reap));

    public void Begin()
    {
        foreach (var task in _term.Store.Tasks.Values)
        {
            if (!_term.Store.Services.ContainsKey(task.ServiceId) && task.Desired < TaskState.Remove)
            {
                _done.Add(task);
                _trigger.Pull();
            }

            Look(task);
        }
    }

    public void OnChange(Change change)
    {
        if (change.Record is not TaskRecord task || change.Kind == ChangeKind.Removed)
        {
            return;
        }

        if (change.Kind == ChangeKind.Created && !task.Spec.IsJob)
        {
            _dirty[(task.ServiceId, task.Slot, task.NodeId)] = true;
            _trigger.Pull();
        }

        Look(task);
        if (!task.IsAlive && task.StateBefore <= TaskState.Running && _dirty.Count > 0)
        {
            _trigger.Pull();
        }
    }

    private void Look(TaskRecord task)
    {
        if (task.Desired == TaskState.Remove && task.State is < TaskState.Assigned or >= TaskState.Complete)
        {
            _done.Add(task);
            _trigger.Pull();
        }
    }

    private void Reap()
    {
        var doomed = _done.Where(task => task.Desired == TaskState.Remove || !_term.Store.Services.ContainsKey(task.ServiceId)).ToList();
        _done.Clear();
        foreach (var key in _dirty.Keys.ToList())
        {
            if (Surplus(key, doomed))
            {
                _dirty.Remove(key);
            }
        }

        _term.Store.Commit(commit =>
        {
            foreach (var task in doomed.Distinct().Where(task => _term.Store.Tasks.ContainsKey(task.Id)))
            {
                commit.Remove(task);
            }
        });
    }

    /// <summary>Adds what is too much of a slot's history.</summary>
    /// <returns>True if nothing of the slot has to be looked at again.</returns>
    private bool Surplus((string Service, int Slot, string Node) key, List<TaskRecord> doomed)
    {
        if (!_term.Store.Services.TryGetValue(key.Service, out var service))
        {
            return true;
        }

        var attempts = service.Spec.Task.Restart.MaxAttempts;
        var kept = attempts > 0 ? attempts + 1 : _term.Store.Swarm?.TaskHistory ?? 5;
        var all = _term.Store.TasksOf(key.Service)
            .Where(task => service.Spec.IsGlobal ? task.NodeId == key.Node : task.Slot == key.Slot)
            .OrderBy(task => task.StatusAt)
            .ToList();
        var surplus = all.Count - kept;
        if (surplus <= 0)
        {
            return true;
        }

        doomed.AddRange(all.Where(HasEnded).Take(surplus));
        return all.Count(task => !HasEnded(task)) <= 1;
    }

    private static bool HasEnded(TaskRecord task) => !task.IsAlive || (task.State < TaskState.Assigned && !task.IsWanted);
}
