using Orcastra.Core.Remembering;
using Orcastra.Simulating;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>Looks at the Swarm after every step and tells the laws. This part holds what is known and who is told.</summary>
internal sealed partial class Watch
{
    public const string MemoryName = "orcastra-memory";

    private readonly IReadOnlyList<Law> _laws;
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<string, (ServiceSpec Spec, ServiceSpec? Previous, UpdateStatus? Update, ulong Version)> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (NodeSpec Spec, ulong Version)> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, ulong Version), Sent> _sent = [];
    private (System.Text.Json.Nodes.JsonObject? Spec, string Id) _memory = (null, "");
    private ulong _index;
    private bool _sawViolations;

    public Watch(Stage stage, IReadOnlyList<Law> laws)
    {
        (Stage, _laws) = (stage, laws);
        foreach (var law in laws)
        {
            law.Begin(this);
        }

        stage.Swarm.ContainerChanged += OnContainer;
    }

    public Stage Stage { get; }

    /// <summary>What was broken.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>What is remembered.</summary>
    public Memory Memory { get; private set; } = Memory.Empty;

    /// <summary>Who wrote each service's spec last, by its ID.</summary>
    public Dictionary<string, Author> Authors { get; } = new(StringComparer.Ordinal);

    /// <summary>How often Orcastra wrote to services and nodes.</summary>
    public int Effects { get; private set; }

    /// <summary>How often Orcastra had a machine rebooted.</summary>
    public int Reboots { get; private set; }

    /// <summary>How often a service set out for a node that somebody had named.</summary>
    public int Moves { get; private set; }

    /// <summary>What broke, from the side of the laws.</summary>
    public void Report(Violation violation)
    {
        Stage.Journal.Say($"VIOLATION {violation.Law}: {violation.How}");
        _violations.Add(violation);
    }

    /// <summary>Overlaps that may be Orcastra's doing.</summary>
    public List<Overlap> Overlaps { get; } = [];

    /// <summary>Something came up twice; why is found out later.</summary>
    public void Suspect(Overlap overlap)
    {
        Stage.Journal.Say($"overlap: {overlap.How}");
        foreach (var task in Stage.Store.Tasks.Values.Where(task => task.Spec.Name == overlap.Service && task.Slot == overlap.Slot))
        {
            Stage.Journal.Say($"  {Describe(task)}");
        }

        Overlaps.Add(overlap);
    }

    /// <summary>A task in words.</summary>
    public string Describe(TaskRecord task) =>
        $"{task.Id[..6]} in slot {task.Slot} on {(task.NodeId.Length == 0 ? "no node" : NameOf(task.NodeId))}: {task.State.Word()} for {(Stage.Now - task.StatusAt).TotalSeconds:0.0} s, desired {task.Desired.Word()}, made {(Stage.Now - task.CreatedAt).TotalSeconds:0.0} s ago of {task.Spec.Task.Image} {string.Join(", ", task.Spec.Task.Constraints.Select(one => $"{one.Key}=={one.Value}"))}";

    /// <summary>Tasks that were told to stop and have not, on living nodes.</summary>
    public IEnumerable<TaskRecord> StoppingTasks() => Stage.Store.Tasks.Values.Where(IsStopping);

    public bool IsStopping(TaskRecord task) => !task.IsWanted && task.IsAlive && task.State >= TaskState.Assigned
        && Stage.Store.Nodes.GetValueOrDefault(task.NodeId) is { State: not NodeState.Down };

    /// <summary>Where a service runs: IDs of living nodes, in order.</summary>
    public IReadOnlyList<string> PlacesOf(ServiceRecord service) =>
        [.. Stage.Store.TasksOf(service.Id).Where(HasPlace).Select(task => task.NodeId).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>True for a task that runs as it should, as far as managers know.</summary>
    public bool HasPlace(TaskRecord task) => task is { Desired: TaskState.Running, State: TaskState.Running }
        && Stage.Store.Nodes.GetValueOrDefault(task.NodeId) is { State: NodeState.Ready };

    public ServiceRecord? Find(string name) =>
        Stage.Store.ServiceIdByName.TryGetValue(name, out var id) ? Stage.Store.Services.GetValueOrDefault(id) : null;

    public string NameOf(string nodeId) => Stage.Store.Nodes.GetValueOrDefault(nodeId)?.Description.Hostname ?? nodeId;

    public void OnSent(Sent sent)
    {
        Stage.Journal.Say($"write {sent.Number} of node{sent.Tap.Number}: {sent.Asked.Text}");
        _sent[(sent.Asked.Id, sent.Asked.Version)] = sent;
        Each(law => law.OnSent(sent));
    }

    public void OnFault(int node) => Each(law => law.OnFault(node));

    public void OnReboot(SimulatedNode machine)
    {
        Reboots++;
        Stage.Journal.Say($"REBOOT {machine.Name}");
        Each(law => law.OnReboot(machine));
    }

    public void OnLine(InstanceLine line)
    {
        Stage.Journal.Say($"orcastra at {line.Node}: {line.Text}");
        Each(law => law.OnLine(line));
    }

    public void Tick() => Each(law => law.OnTick());

    /// <summary>Compares what is with what was.</summary>
    public void Look(bool byUser = false)
    {
        if (Stage.Store.Index == _index)
        {
            return;
        }

        _index = Stage.Store.Index;
        LookAtServices(byUser);
        LookAtNodes(byUser);
        LookAtMemory();
        if (!_sawViolations && Stage.Swarm.Violations.Count > 0)
        {
            _sawViolations = true;
            Report(new("ARealSwarmWouldBreak", Stage.Now, Stage.Swarm.Violations[0]));
        }
    }

    private void OnContainer(ContainerChange change)
    {
        Stage.Journal.Say($"container of {change.Container.Service}.{change.Container.Slot} {(change.IsStart ? "up" : $"down ({change.ExitCode})")} on {change.Container.Node.Name} (task {change.Container.TaskId[..6]})");
        if (!change.IsStart && change.ExitCode != 0)
        {
            Stage.Touch(change.Container.Service);
        }

        Each(law => law.OnContainer(change));
    }

    private void Each(Action<Law> tell)
    {
        foreach (var law in _laws)
        {
            tell(law);
        }
    }
}
