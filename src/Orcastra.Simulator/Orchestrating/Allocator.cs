namespace Orcastra.Simulator;

/// <summary>Gives services and tasks their network addresses; a new task becomes pending with that.</summary>
internal sealed class Allocator
{
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(3);

    private readonly Term _term;
    private readonly Trigger _trigger;
    private readonly List<TaskRecord> _tasks = [];
    private readonly List<ServiceRecord> _services = [];

    public Allocator(Term term) => (_term, _trigger) = (term, new(term, Reaction, Allocate));

    public void Begin()
    {
        _tasks.AddRange(_term.Store.Tasks.Values.Where(task => task.State == TaskState.New));
        _services.AddRange(_term.Store.Services.Values);
        _trigger.Pull();
    }

    public void OnChange(Change change)
    {
        if (change is { Kind: ChangeKind.Created, Record: TaskRecord task })
        {
            _tasks.Add(task);
            _trigger.Pull();
        }
        else if (change.Kind != ChangeKind.Removed && change.Record is ServiceRecord service)
        {
            _services.Add(service);
            _trigger.Pull();
        }
    }

    private void Allocate()
    {
        var store = _term.Store;
        store.Commit(commit =>
        {
            foreach (var service in _services.Where(service => store.Services.ContainsKey(service.Id)))
            {
                var wanted = service.Spec.Endpoint.Text("Mode") == "dnsrr" ? [] : service.Spec.Task.Networks;
                if (!wanted.SequenceEqual(service.VirtualIps.Select(ip => ip.Network)))
                {
                    commit.Touch(service);
                    service.VirtualIps = Addresses(wanted);
                }
            }

            foreach (var task in _tasks.Where(task => task.State == TaskState.New && store.Tasks.ContainsKey(task.Id)))
            {
                commit.Report(task, TaskState.Pending, "pending task scheduling");
                task.Attachments = Addresses(task.Spec.Task.Networks);
            }
        });
        _services.Clear();
        _tasks.Clear();
    }

    private IReadOnlyList<(string Network, string Address)> Addresses(IReadOnlyList<string> networks) =>
        [.. networks.Select(id => (id, _term.Store.Networks.GetValueOrDefault(id)?.NextAddress() ?? "")).Where(pair => pair.Item2.Length > 0)];
}
