namespace Orcastra.Simulator;

/// <summary>
/// Tasks that are made already and may start later: after a delay, and once the task they replace has ended or its node is
/// down. Nobody waits longer than a minute for an old task.
/// </summary>
internal sealed class DelayedStarts(Term term)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<string, Delay> _byNew = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Delay>> _byOld = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Delay>> _byNode = new(StringComparer.Ordinal);

    public bool IsDelayed(string taskId) => _byNew.ContainsKey(taskId);

    /// <summary>Begins a delay.</summary>
    /// <param name="task">The new task.</param>
    /// <param name="old">The task to wait for; null for none.</param>
    /// <param name="delay">How long at least.</param>
    /// <param name="done">Called once the new task was let go, or the delay was called off.</param>
    public void Begin(TaskRecord task, TaskRecord? old, TimeSpan delay, Action? done = null)
    {
        if (_byNew.GetValueOrDefault(task.Id) is { } before)
        {
            End(before);
        }

        var entry = new Delay(task, old is { IsAlive: true } ? old : null, delay == TimeSpan.Zero);
        if (done is not null)
        {
            entry.Done += done;
        }

        _byNew[task.Id] = entry;
        if (entry.Old is { } awaited)
        {
            ListIn(_byOld, awaited.Id).Add(entry);
            ListIn(_byNode, awaited.NodeId).Add(entry);
            entry.Timers.Add(term.After(Patience, () => LoseWait(entry)));
        }

        entry.Timers.Add(term.After(delay == TimeSpan.Zero ? Reaction : delay, () =>
        {
            entry.IsPast = true;
            if (entry.Old is null)
            {
                Release(entry);
            }
        }));
    }

    /// <summary>Calls something once a delay is over; only once, however often it is asked.</summary>
    public void WhenOver(string taskId, Action action)
    {
        if (_byNew.GetValueOrDefault(taskId) is { HasWaiter: false } entry)
        {
            entry.HasWaiter = true;
            entry.Done += action;
        }
    }

    public void OnChange(Change change)
    {
        if (change.Record is TaskRecord task)
        {
            if (change.Kind == ChangeKind.Removed && _byNew.GetValueOrDefault(task.Id) is { } own)
            {
                End(own);
            }

            if (change.Kind == ChangeKind.Updated && !task.IsAlive)
            {
                Release(_byOld, task.Id);
            }
        }
        else if (change.Record is NodeRecord node && (change.Kind == ChangeKind.Removed || node.State == NodeState.Down))
        {
            Release(_byNode, node.Id);
        }
    }

    private void Release(Dictionary<string, List<Delay>> waiting, string key)
    {
        foreach (var entry in waiting.GetValueOrDefault(key)?.ToList() ?? [])
        {
            LoseWait(entry);
        }
    }

    private void LoseWait(Delay entry)
    {
        Forget(entry);
        entry.Old = null;
        if (entry.IsPast)
        {
            term.After(Reaction, () => Release(entry));
        }
    }

    private void Release(Delay entry)
    {
        if (_byNew.GetValueOrDefault(entry.Task.Id) != entry)
        {
            return;
        }

        term.Store.Commit(commit =>
        {
            if (term.Store.Tasks.ContainsKey(entry.Task.Id) && entry.Task.Desired < TaskState.Running)
            {
                commit.Desire(entry.Task, entry.Task.JobIteration is null ? TaskState.Running : TaskState.Complete);
            }
        });
        End(entry);
    }

    private void End(Delay entry)
    {
        _byNew.Remove(entry.Task.Id);
        Forget(entry);
        entry.Timers.ForEach(timer => timer.Cancel());
        entry.Finish();
    }

    private void Forget(Delay entry)
    {
        if (entry.Old is { } old)
        {
            Remove(_byOld, old.Id, entry);
            Remove(_byNode, old.NodeId, entry);
        }
    }

    private static void Remove(Dictionary<string, List<Delay>> lists, string key, Delay entry)
    {
        if (lists.TryGetValue(key, out var list) && list.Remove(entry) && list.Count == 0)
        {
            lists.Remove(key);
        }
    }

    private static List<Delay> ListIn(Dictionary<string, List<Delay>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }

    private sealed class Delay(TaskRecord task, TaskRecord? old, bool isPast)
    {
        public event Action? Done;

        public TaskRecord Task { get; } = task;

        public TaskRecord? Old { get; set; } = old;

        public bool IsPast { get; set; } = isPast;

        public bool HasWaiter { get; set; }

        public List<Appointment> Timers { get; } = [];

        public void Finish() => Done?.Invoke();
    }
}
