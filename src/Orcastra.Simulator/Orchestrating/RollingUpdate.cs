namespace Orcastra.Simulator;

/// <summary>One update: replaces what is outdated, a few slots at a time, and watches the new tasks for a while.</summary>
internal sealed partial class RollingUpdate
{
    private readonly Term _term;
    private readonly ServiceRecord _service;
    private readonly Action<RollingUpdate> _over;
    private readonly ulong _specVersion;
    private readonly UpdateStatus? _statusBefore;
    private readonly UpdatePolicy _policy;
    private readonly Queue<IReadOnlyList<TaskRecord>> _queue = new();
    private readonly Dictionary<string, DateTimeOffset?> _updated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Action> _awaited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private int _dirty;
    private int _workers;
    private bool _isStopped;
    private bool _isCancelled;

    public RollingUpdate(Term term, ServiceRecord service, Action<RollingUpdate> over)
    {
        (_term, _service, _over) = (term, service, over);
        (Spec, _specVersion, _statusBefore) = (service.Spec, service.SpecVersion, service.Update);
        _policy = IsRollback ? Spec.Rollback : Spec.Update;
    }

    public ServiceSpec Spec { get; }

    private bool IsRollback => _statusBefore?.State == UpdateStatus.RollbackStarted;

    public void Begin(IReadOnlyList<IReadOnlyList<TaskRecord>> slots)
    {
        if (_statusBefore?.State is UpdateStatus.Paused or UpdateStatus.RollbackPaused)
        {
            _over(this);
            return;
        }

        foreach (var slot in slots.Where(slot => slot.Count > 1 || (slot.Count == 1 && IsDirty(slot[0]))))
        {
            _queue.Enqueue(slot);
        }

        _dirty = _queue.Count;
        if (_dirty == 0)
        {
            if (_statusBefore?.State is UpdateStatus.Updating or UpdateStatus.RollbackStarted)
            {
                UpdateOutcome.Complete(_term, _service);
            }

            _over(this);
            return;
        }

        if (_statusBefore is null)
        {
            UpdateOutcome.Start(_term, _service);
        }

        _workers = _policy.Parallelism == 0 ? _dirty : Math.Min(_policy.Parallelism, _dirty);
        for (var i = _workers; i > 0; i--)
        {
            NextSlot();
        }
    }

    /// <summary>Ends it where it is: what it began to stop goes on stopping, and nobody waits for that any more.</summary>
    public void Cancel() => _isCancelled = true;

    public void OnTask(TaskRecord task)
    {
        if (_isCancelled)
        {
            return;
        }

        if (task.State >= TaskState.Running && _awaited.Remove(task.Id, out var goOn))
        {
            _updated[task.Id] = _term.Now;
            _term.After(TimeSpan.FromMilliseconds(1), goOn);
        }

        if (!task.IsAlive && _policy.OnFailure != FailureAction.Continue && IsFailureOfThis(task))
        {
            _failed.Add(task.Id);
            if ((decimal)_failed.Count / _dirty > _policy.MaxFailureRatio && !_isStopped)
            {
                _isStopped = true;
                _queue.Clear();
                _term.After(TimeSpan.FromMilliseconds(5), () => UpdateOutcome.Fail(_term, _service, _policy.OnFailure, IsRollback, task.Id));
            }
        }
    }

    private bool IsFailureOfThis(TaskRecord task) => _updated.TryGetValue(task.Id, out var runningSince)
        && (runningSince is null || _term.Now - runningSince <= _policy.Monitor) && !_failed.Contains(task.Id);

    private bool IsDirty(TaskRecord task) =>
        TaskMaking.IsDirty(task, Spec, _specVersion, _term.Store.Nodes.GetValueOrDefault(task.NodeId));

    private void NextSlot()
    {
        if (_isCancelled)
        {
            return;
        }

        if (_queue.TryDequeue(out var slot))
        {
            Renew(slot);
        }
        else if (--_workers == 0)
        {
            Watch();
        }
    }

    private void AfterSlot()
    {
        if (_policy.Delay > TimeSpan.Zero)
        {
            _term.After(_policy.Delay, NextSlot);
        }
        else
        {
            NextSlot();
        }
    }

    private void Watch()
    {
        if (_isStopped)
        {
            _over(this);
            return;
        }

        var period = _policy.Delay >= _policy.Monitor ? _policy.Delay + TimeSpan.FromSeconds(1) : _policy.Monitor;
        _term.After(period, () =>
        {
            if (!_isCancelled && !_isStopped)
            {
                UpdateOutcome.Complete(_term, _service);
            }

            _over(this);
        });
    }
}
