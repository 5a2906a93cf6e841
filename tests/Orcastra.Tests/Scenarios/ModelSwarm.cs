using Orcastra.Core.Swarm;
using Orcastra.Tests.Core;

namespace Orcastra.Tests.Scenarios;

/// <summary>
/// As much of a Swarm as the planners can tell from a real one, in virtual time: what was measured of updater, enforcer,
/// scheduler and restarts, and nothing else. This part holds what is, and what its owner does.
/// </summary>
internal sealed partial class ModelSwarm
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _updatedNodes = [];
    private int _taskCount;

    public DateTimeOffset Now { get; private set; } = Given.Noon;

    public Dictionary<string, Node> Nodes { get; } = [];

    public Dictionary<string, ModelService> Services { get; } = [];

    public List<ModelTask> Tasks { get; } = [];

    public ClusterSnapshot Snapshot => new(
        Now, Nodes.Values, Services.Values.Select(service => service.Seen), Tasks.Select(task => task.Seen));

    public ModelService this[string service] => Services.Values.Single(known => known.Name == service);

    public IEnumerable<ModelTask> Of(string service) => Tasks.Where(task => task.Service.Name == service);

    /// <summary>Hostnames where containers of a service are up, in order.</summary>
    public string PlaceOf(string service) =>
        string.Join(",", Of(service).Where(task => task.IsUp).Select(task => Nodes[task.Node].Hostname).Order(StringComparer.Ordinal));

    public void Join(Node node) => Nodes[node.Id] = node;

    public ModelService Create(ServiceSpec spec)
    {
        var service = new ModelService(new(spec, "image:1"));
        Services[service.Id] = service;
        return service;
    }

    public void Remove(string service)
    {
        foreach (var task in Of(service).ToList())
        {
            Tasks.Remove(task);
        }

        Services.Remove(this[service].Id);
    }

    public void Label(string node, string key, string? value)
    {
        var known = Nodes["id-" + node];
        var labels = value is null ? known.Labels.Remove(key) : known.Labels.SetItem(key, value);
        Change(node, _ => known with { Labels = labels });
    }

    public void Change(string node, Func<Node, Node> change)
    {
        var known = Nodes["id-" + node];
        Nodes[known.Id] = change(known) with { Version = known.Version + 1 };
        _updatedNodes.Add(known.Id);
    }

    public void PowerCut(string node)
    {
        foreach (var task in Tasks.Where(task => task.Node == "id-" + node))
        {
            task.IsUp = false;
        }

        Change(node, known => known with { State = NodeState.Down });
    }

    /// <summary>Writes a spec as the engine does: the old one becomes the previous, the update status is cleared.</summary>
    public void Write(ModelService service, Deployment next, bool byUser)
    {
        service.Previous = service.Current;
        service.Current = next;
        service.Version++;
        service.LastWriteWasTheUsers = byUser;
        service.MonitoredUntil = null;
        service.Update = DirtySlots(service).Any() ? UpdateState.Updating : UpdateState.None;
    }

    public void UserDeploys(string service, string image, Func<ServiceSpec, ServiceSpec>? change = null) =>
        Write(this[service], new(change?.Invoke(this[service].Spec) ?? this[service].Spec, image), byUser: true);

    public void UserRollsBack(string service)
    {
        Write(this[service], this[service].Previous!, byUser: true);
        this[service].Update = UpdateState.RollbackStarted;
    }

    public void Forced(string service) =>
        UserDeploys(service, this[service].Current.Image, spec => spec with { ForceUpdate = spec.ForceUpdate + 1 });

    private ModelTask Add(ModelService service, int slot, string node, TimeSpan delay)
    {
        var task = new ModelTask($"t{++_taskCount:0000}", service, slot, node, service.Current, Now) { NotBefore = Now + delay };
        Tasks.Add(task);
        return task;
    }

    private static Func<ModelTask, bool> IsIn(ModelTask task) =>
        other => other.Service == task.Service && other.Slot == task.Slot && (task.Slot > 0 || other.Node == task.Node);
}
