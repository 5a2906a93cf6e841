namespace Orcastra.Simulator;

/// <summary>Keeps replicated services at their number of slots, and replaces what ended or lost its node.</summary>
internal sealed class ReplicatedOrchestrator
{
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(2);

    private readonly Term _term;
    private readonly Trigger _trigger;
    private readonly List<string> _tasks = [];
    private readonly Dictionary<string, bool> _services = new(StringComparer.Ordinal);

    public ReplicatedOrchestrator(Term term) => (_term, _trigger) = (term, new(term, Reaction, Tick));

    public void Begin()
    {
        foreach (var service in _term.Store.Services.Values.Where(IsOurs))
        {
            _services[service.Id] = true;
        }

        foreach (var task in _term.Store.Tasks.Values.Where(task => task.Spec.Mode == ServiceMode.Replicated))
        {
            Look(task);
            Inheritance.Resume(_term, task);
        }

        _trigger.Pull();
    }

    public void OnChange(Change change)
    {
        switch (change.Record)
        {
            case ServiceRecord service when IsOurs(service):
                OnService(service, change.Kind);
                break;
            case NodeRecord node when change.Kind == ChangeKind.Removed || node.IsInvalid:
                Leave(node);
                break;
            case TaskRecord { Spec.Mode: ServiceMode.Replicated } task when change.Kind == ChangeKind.Removed:
                if (task.IsWanted)
                {
                    Mark(task.ServiceId);
                }

                break;
            case TaskRecord { Spec.Mode: ServiceMode.Replicated } task:
                Look(task);
                break;
        }
    }

    private static bool IsOurs(ServiceRecord service) => service.Spec.Mode == ServiceMode.Replicated;

    private void OnService(ServiceRecord service, ChangeKind kind)
    {
        if (kind == ChangeKind.Removed)
        {
            _services.Remove(service.Id);
            _term.Restarts.Forget(service.Id);
            _term.After(Reaction, () => Removal.Of(_term, service));
        }
        else
        {
            Mark(service.Id);
        }
    }

    private void Mark(string serviceId)
    {
        _services[serviceId] = true;
        _trigger.Pull();
    }

    private void Leave(NodeRecord node)
    {
        foreach (var task in _term.Store.TasksOn(node.Id).Where(task => task.IsWanted && task.Spec.Mode == ServiceMode.Replicated))
        {
            _tasks.Add(task.Id);
            _trigger.Pull();
        }
    }

    private void Look(TaskRecord task)
    {
        if (!task.IsWanted)
        {
            return;
        }

        var lostItsNode = task.NodeId.Length > 0 && _term.Store.Nodes.GetValueOrDefault(task.NodeId) is not { IsInvalid: false };
        if (!task.IsAlive || lostItsNode)
        {
            _tasks.Add(task.Id);
            _trigger.Pull();
        }
    }

    private void Tick()
    {
        var tasks = _tasks.ToList();
        _tasks.Clear();
        _term.Store.Commit(commit =>
        {
            foreach (var task in tasks.Select(id => _term.Store.Tasks.GetValueOrDefault(id)).OfType<TaskRecord>().Where(task => task.IsWanted))
            {
                if (_term.Store.Services.GetValueOrDefault(task.ServiceId) is { } service)
                {
                    _term.Restarts.Restart(commit, service, task);
                }
            }
        });
        var services = _services.Keys.ToList();
        _services.Clear();
        foreach (var id in services)
        {
            if (_term.Store.Services.GetValueOrDefault(id) is { } service)
            {
                Slots.Reconcile(_term, service);
            }
        }
    }
}
