namespace Orcastra.Simulator;

/// <summary>What an update does with one slot.</summary>
internal sealed partial class RollingUpdate
{
    private void Renew(IReadOnlyList<TaskRecord> slot)
    {
        var clean = slot.Where(task => !IsDirty(task)).ToList();
        var kept = clean.Find(task => task.Desired == TaskState.Running) ?? clean.FindLast(task => task.Desired < TaskState.Running);
        if (kept is not null)
        {
            Keep(kept, [.. slot.Where(task => task != kept)]);
        }
        else if (_term.Store.Services.ContainsKey(_service.Id))
        {
            Replace(slot);
        }
    }

    private void Keep(TaskRecord kept, IReadOnlyList<TaskRecord> others)
    {
        TaskRecord? removed = null;
        _term.Store.Commit(commit => removed = Stop(commit, others));
        if (kept.Desired == TaskState.Running)
        {
            AfterSlot();
        }
        else
        {
            _term.Delays.Begin(kept, removed, TimeSpan.Zero, AfterSlot);
        }
    }

    private void Replace(IReadOnlyList<TaskRecord> slot)
    {
        var node = Spec.IsGlobal ? slot[0].NodeId : "";
        var task = TaskMaking.New(_term, _service.Id, Spec, _specVersion, slot[0].Slot, node, TaskState.Ready);
        _updated[task.Id] = null;
        TaskRecord? removed = null;
        _term.Store.Commit(commit =>
        {
            commit.Add(task);
            removed = _policy.StartsFirst ? null : Stop(commit, slot);
        });
        _term.Delays.Begin(task, removed, TimeSpan.Zero, () => Await(task, slot));
    }

    private void Await(TaskRecord task, IReadOnlyList<TaskRecord> slot)
    {
        if (task.State >= TaskState.Running)
        {
            _updated[task.Id] = _term.Now;
            Started(task, slot);
        }
        else
        {
            _awaited[task.Id] = () => Started(task, slot);
        }
    }

    private void Started(TaskRecord task, IReadOnlyList<TaskRecord> slot)
    {
        if (_isCancelled)
        {
            return;
        }

        if (_policy.StartsFirst && task.State == TaskState.Running)
        {
            _term.Store.Commit(commit => Stop(commit, slot));
        }

        AfterSlot();
    }

    /// <summary>Stops those that are wanted.</summary>
    /// <returns>The last of them, for which the new task has to wait.</returns>
    private TaskRecord? Stop(Commit commit, IReadOnlyList<TaskRecord> tasks)
    {
        TaskRecord? last = null;
        foreach (var task in tasks.Where(task => task.IsWanted && _term.Store.Tasks.ContainsKey(task.Id)))
        {
            commit.Desire(task, TaskState.Shutdown);
            last = task;
        }

        return last;
    }
}
