namespace Orcastra.Simulator;

/// <summary>All that is simulated, in one place: the machines, the store, the managers.</summary>
internal sealed class Cluster
{
    private readonly List<RunningContainer> _running = [];
    private IReadOnlyList<RunningContainer>? _shown;

    public Cluster(SimulationOptions options, Timeline timeline)
    {
        (Options, Timeline, Dice) = (options, timeline, new(options.Seed));
        WireDice = Dice.Fork();
        Release = EngineRelease.Of(options.Engine, options.OldestApi);
        Store = new(timeline);
        Grid = new(this);
        Membership = new(this);
        Faults = new(this);
        for (var number = 1; number <= options.Nodes; number++)
        {
            Nodes.Add(new(number, Describe(number), this, Dice.Fork()));
        }

        foreach (var node in Nodes)
        {
            node.Images["lab:1"] = timeline.Now;
        }

        if (options.FormSwarm && options.Nodes > 0)
        {
            Form();
        }
    }

    public event Action<ContainerChange>? ContainerChanged;

    public SimulationOptions Options { get; }

    public Timeline Timeline { get; }

    public DateTimeOffset Now => Timeline.Now;

    public Dice Dice { get; }

    /// <summary>Chance on the wire, apart, so that one more request changes nothing in the cluster.</summary>
    public Dice WireDice { get; }

    public EngineRelease Release { get; }

    public Store Store { get; }

    public Grid Grid { get; }

    public Membership Membership { get; }

    public Faults Faults { get; }

    public List<SimulatedNode> Nodes { get; } = [];

    public Dictionary<string, ServiceBehaviour> Behaviours { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TimeSpan> PullTimes { get; } = new(StringComparer.Ordinal);

    public List<string> Violations { get; } = [];

    public IReadOnlyList<RunningContainer> Running => _shown ??= [.. _running];

    public ServiceBehaviour BehaviourOf(TaskRecord task)
    {
        var byImage = ImageScript.Of(task.Spec.Task.Command);
        return Behaviours.TryGetValue(task.Spec.Name, out var told) ? told.Or(byImage) : byImage;
    }

    public void Changed(Container container, bool isStart)
    {
        var shown = container.Shown;
        if (isStart)
        {
            _running.Add(shown);
        }
        else
        {
            _running.RemoveAll(running => running.ContainerId == shown.ContainerId);
        }

        _shown = null;
        ContainerChanged?.Invoke(new(Now, shown, isStart, isStart ? null : container.ExitCode));
    }

    /// <summary>Tells every manager that hears the leader what a commit changed.</summary>
    public void Announce(IReadOnlyList<Change> changes)
    {
        var events = changes.Select(change => SwarmEvents.Of(change, Now)).OfType<EngineEvent>().ToList();
        if (events.Count > 0)
        {
            Timeline.After(Dice.Between(0.001, 0.004), () => Deliver(events));
        }
    }

    private void Deliver(List<EngineEvent> events)
    {
        foreach (var manager in Nodes.Where(node => Grid.IsMember(node) && Grid.HasLeader(node)))
        {
            foreach (var happened in events)
            {
                manager.Events.Add(happened);
            }
        }
    }

    private void Form()
    {
        Membership.Init(Nodes[0], null);
        foreach (var node in Nodes.Skip(1))
        {
            Membership.Join(node, node.Number <= Options.Managers, "");
        }

        Timeline.RunFor(TimeSpan.FromSeconds(3));
    }

    private NodeDescription Describe(int number) => new(
        $"node{number}",
        new(
            Options.Cpus * 1_000_000_000L,
            Options.MemoryBytes,
            Options.GenericResources?.Invoke(number) ?? Resources.None.Generic),
        Release.Version,
        Options.EngineLabels?.Invoke(number) ?? new Dictionary<string, string>(StringComparer.Ordinal),
        []);
}
