namespace Orcastra.Simulator;

/// <summary>Gives each pending task a node, or says why none will do. Tries again whenever a node or a task changes.</summary>
internal sealed partial class Scheduler(Term term)
{
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostDebounce = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, NodeLoad> _loads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskRecord> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskRecord> _preassigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Filters _filters = new();
    private DateTimeOffset _due;
    private DateTimeOffset _latest;
    private bool _isArmed;
    private bool _isTickDue;

    /// <summary>Takes in all there is, when a leader begins.</summary>
    public void Begin()
    {
        foreach (var node in term.Store.Nodes.Values)
        {
            See(node);
        }

        foreach (var task in term.Store.Tasks.Values)
        {
            See(task);
        }

        _isTickDue = true;
        Arm();
    }

    public void OnChange(Change change)
    {
        if (change.Record is NodeRecord node)
        {
            if (change.Kind == ChangeKind.Removed)
            {
                _loads.Remove(node.Id);
                return;
            }

            See(node);
            _isTickDue = true;
        }
        else if (change.Record is TaskRecord task)
        {
            if (change.Kind == ChangeKind.Removed)
            {
                Forget(task);
            }
            else
            {
                See(task);
            }
        }
    }

    /// <summary>A commit has come to its end: what it asks for is done a little later, together with what follows at once.</summary>
    public void Arm()
    {
        if (!(_isTickDue && _waiting.Count > 0) && _preassigned.Count == 0)
        {
            return;
        }

        var now = term.Now;
        if (_isArmed)
        {
            _due = now + Debounce < _latest ? now + Debounce : _latest;
            return;
        }

        (_isArmed, _due, _latest) = (true, now + Debounce, now + MostDebounce);
        term.After(Debounce, Wake);
    }

    private void Wake()
    {
        if (_due > term.Now)
        {
            term.After(_due - term.Now, Wake);
            return;
        }

        _isArmed = false;
        var decisions = new List<Decision>();
        ConfirmPreassigned(decisions);
        if (_isTickDue)
        {
            _isTickDue = false;
            PlaceWaiting(decisions);
        }

        Carry(decisions);
    }

    private void ConfirmPreassigned(List<Decision> decisions)
    {
        foreach (var task in _preassigned.Values.ToList())
        {
            if (!_loads.TryGetValue(task.NodeId, out var load))
            {
                continue;
            }

            _filters.Reset();
            if (_filters.Pass(task, load))
            {
                _preassigned.Remove(task.Id);
                load.Put(task);
                decisions.Add(new(task, task.NodeId, "scheduler confirmed task can run on preassigned node", ""));
            }
            else
            {
                decisions.Add(new(task, "", task.Message, _filters.Explain()));
            }
        }
    }

    private void PlaceWaiting(List<Decision> decisions)
    {
        foreach (var group in _waiting.Values.GroupBy(task => (task.ServiceId, task.SpecVersion)).ToList())
        {
            var tasks = group.ToList();
            _filters.Reset();
            var places = new Places(tasks[0], [.. _loads.Values.Where(load => _filters.Pass(tasks[0], load))], term);
            foreach (var task in tasks)
            {
                if (places.Best(_filters) is { } load)
                {
                    _waiting.Remove(task.Id);
                    load.Put(task);
                    decisions.Add(new(task, load.Node.Id, "scheduler assigned task to node", ""));
                }
                else
                {
                    Refuse(task, decisions);
                }
            }
        }
    }

    private void Refuse(TaskRecord task, List<Decision> decisions)
    {
        if (!term.Store.Services.TryGetValue(task.ServiceId, out var service))
        {
            _waiting.Remove(task.Id);
            return;
        }

        var isOld = service.SpecVersion > task.SpecVersion;
        if (isOld && task.Desired >= TaskState.Shutdown)
        {
            decisions.Add(new(task, "", task.Message, "") { Ends = true });
        }
        else if (!isOld)
        {
            var why = _filters.Explain();
            decisions.Add(new(task, "", task.Message, why.Length > 0 ? $"no suitable node ({why})" : "no suitable node"));
        }
    }

    private void Carry(List<Decision> decisions) => term.Store.Commit(commit =>
    {
        foreach (var decision in decisions.Where(decision => term.Store.Tasks.ContainsKey(decision.Task.Id)))
        {
            var task = decision.Task;
            if (decision.Node.Length > 0)
            {
                if (task.NodeId.Length == 0)
                {
                    commit.Assign(task, decision.Node);
                }

                commit.Report(task, TaskState.Assigned, decision.Message);
            }
            else if (decision.Ends)
            {
                commit.Report(task, TaskState.Shutdown, decision.Message);
            }
            else if (task.Error != decision.Error)
            {
                commit.Report(task, task.State, decision.Message, decision.Error);
            }
        }
    });

    private readonly record struct Decision(TaskRecord Task, string Node, string Message, string Error)
    {
        public bool Ends { get; init; }
    }
}
