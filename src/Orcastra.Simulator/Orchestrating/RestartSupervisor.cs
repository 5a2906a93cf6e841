namespace Orcastra.Simulator;

/// <summary>Replaces tasks that ended, or whose node is lost, as far as their restart policy allows.</summary>
internal sealed class RestartSupervisor(Term term)
{
    private readonly Dictionary<(string Service, int Slot, string Node), History> _history = [];

    /// <summary>Stops a task and makes its successor, which waits for the restart delay.</summary>
    public void Restart(Commit commit, ServiceRecord service, TaskRecord task)
    {
        if (term.Delays.IsDelayed(task.Id))
        {
            // Its own delay is not over: a task that fails at once must not be replaced at once, again and again.
            term.Delays.WhenOver(task.Id, () => RestartLater(task.Id));
            return;
        }

        if (task.Desired > TaskState.Complete)
        {
            return;
        }

        commit.Desire(task, TaskState.Shutdown);
        if (!MayRestart(task, service))
        {
            return;
        }

        var node = term.Store.Nodes.GetValueOrDefault(task.NodeId);
        var successor = service.Spec.IsGlobal
            ? TaskMaking.New(term, service, 0, task.NodeId, TaskState.Ready)
            : TaskMaking.New(term, service, task.Slot, "", TaskState.Ready);
        successor.JobIteration = service.Spec.IsJob ? service.JobIteration : null;
        commit.Add(successor);
        Record(successor, commit.Now);

        var isDrained = node is { Spec.Availability: Availability.Drain };
        var waits = task.IsAlive && node is not { State: NodeState.Down };
        term.Delays.Begin(successor, waits ? task : null, isDrained ? TimeSpan.Zero : task.Spec.Task.Restart.Delay);
    }

    /// <summary>True if its policy allows another task after this one.</summary>
    public bool MayRestart(TaskRecord task, ServiceRecord service)
    {
        var policy = task.Spec.Task.Restart;
        var isDone = task.State == TaskState.Complete && (policy.Condition == RestartCondition.OnFailure || service.Spec.IsJob);
        if (policy.Condition == RestartCondition.None || isDone)
        {
            return false;
        }

        if (policy.MaxAttempts == 0 || !_history.TryGetValue(KeyOf(task), out var history) || history.SpecVersion != task.SpecVersion)
        {
            return true;
        }

        return (policy.Window == TimeSpan.Zero ? history.Total : InWindow(history, task, policy.Window)) < policy.MaxAttempts;
    }

    /// <summary>
    /// Which of a slot's tasks an update has to look at: those that are wanted, else the last one if nothing replaces it.
    /// </summary>
    public IReadOnlyList<TaskRecord> Updatable(IReadOnlyList<TaskRecord> slot, ServiceRecord service)
    {
        var wanted = slot.Where(task => task.IsWanted).ToList();
        if (wanted.Count > 0 || slot.Count == 0 || service.IsRollingBack)
        {
            return wanted;
        }

        var newest = slot.MaxBy(task => task.StatusAt)!;
        return MayRestart(newest, service) ? [] : [newest];
    }

    public void Forget(string serviceId)
    {
        foreach (var key in _history.Keys.Where(key => key.Service == serviceId).ToList())
        {
            _history.Remove(key);
        }
    }

    /// <summary>Notes a restart, so that attempts can be counted.</summary>
    public void Record(TaskRecord successor, DateTimeOffset at)
    {
        if (successor.Spec.Task.Restart.MaxAttempts == 0)
        {
            return;
        }

        var key = KeyOf(successor);
        if (!_history.TryGetValue(key, out var history) || history.SpecVersion != successor.SpecVersion)
        {
            _history[key] = history = new(successor.SpecVersion);
        }

        history.Total++;
        history.Times.Add(at);
    }

    private void RestartLater(string taskId) => term.Store.Commit(commit =>
    {
        if (term.Store.Tasks.TryGetValue(taskId, out var task) && task.IsWanted
            && term.Store.Services.TryGetValue(task.ServiceId, out var service))
        {
            Restart(commit, service, task);
        }
    });

    private static int InWindow(History history, TaskRecord task, TimeSpan window)
    {
        history.Times.RemoveAll(time => time <= task.StatusAt - window);
        return history.Times.Count(time => time < task.StatusAt);
    }

    private static (string Service, int Slot, string Node) KeyOf(TaskRecord task) =>
        task.Spec.IsGlobal ? (task.ServiceId, 0, task.NodeId) : (task.ServiceId, task.Slot, "");

    private sealed class History(ulong specVersion)
    {
        public ulong SpecVersion { get; } = specVersion;

        public int Total { get; set; }

        public List<DateTimeOffset> Times { get; } = [];
    }
}
