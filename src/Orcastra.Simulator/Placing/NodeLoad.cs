namespace Orcastra.Simulator;

/// <summary>What the scheduler knows of a node beside the node itself.</summary>
internal sealed class NodeLoad(NodeRecord node)
{
    private static readonly TimeSpan RecentFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (TaskRecord Task, bool IsActive)> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byService = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Service, ulong Spec), List<DateTimeOffset>> _failures = [];
    private readonly Dictionary<(string Protocol, int Port), int> _ports = [];

    public NodeRecord Node { get; } = node;

    /// <summary>What its tasks reserve, those that are being stopped included.</summary>
    public Resources Reserved { get; private set; } = Resources.None;

    public int Active { get; private set; }

    public Resources Free => Node.Description.Capacity.Minus(Reserved);

    public int ActiveOf(string serviceId) => _byService.GetValueOrDefault(serviceId);

    public bool HasPort(Port port) => _ports.ContainsKey((port.Protocol, port.Published));

    public void Put(TaskRecord task)
    {
        var isActive = task.Desired <= TaskState.Complete;
        if (_tasks.TryGetValue(task.Id, out var known))
        {
            if (known.IsActive != isActive)
            {
                Count(task, isActive ? 1 : -1);
                _tasks[task.Id] = (task, isActive);
            }

            return;
        }

        _tasks[task.Id] = (task, isActive);
        Count(task, isActive ? 1 : 0);
        Reserved = Reserved.Plus(task.Spec.Task.Reservations);
        CountPorts(task, 1);
    }

    public void Take(TaskRecord task)
    {
        if (_tasks.Remove(task.Id, out var known))
        {
            Count(task, known.IsActive ? -1 : 0);
            Reserved = Reserved.Minus(task.Spec.Task.Reservations);
            CountPorts(task, -1);
        }
    }

    public void Failed(TaskRecord task, DateTimeOffset now)
    {
        var key = (task.ServiceId, task.SpecVersion);
        if (!_failures.TryGetValue(key, out var times))
        {
            _failures[key] = times = [];
        }

        times.RemoveAll(time => now - time >= RecentFor);
        times.Add(now);
    }

    public int RecentFailures(TaskRecord task, DateTimeOffset now) =>
        _failures.Count > 0 && _failures.TryGetValue((task.ServiceId, task.SpecVersion), out var times) ? times.Count(time => now - time <= RecentFor) : 0;

    private void Count(TaskRecord task, int change)
    {
        Active += change;
        var sum = _byService.GetValueOrDefault(task.ServiceId) + change;
        if (sum == 0)
        {
            _byService.Remove(task.ServiceId);
        }
        else
        {
            _byService[task.ServiceId] = sum;
        }
    }

    private void CountPorts(TaskRecord task, int change)
    {
        foreach (var port in task.Spec.Ports.Where(port => port is { IsOnHost: true, Published: > 0 }))
        {
            var key = (port.Protocol, port.Published);
            var sum = _ports.GetValueOrDefault(key) + change;
            if (sum == 0)
            {
                _ports.Remove(key);
            }
            else
            {
                _ports[key] = sum;
            }
        }
    }
}
