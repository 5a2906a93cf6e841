namespace Orcastra.Simulator;

/// <summary>All that is simulated, in one place: the machines, what runs on them, time and chance, and the Swarms they form.</summary>
internal sealed class World
{
    private readonly List<RunningContainer> _running = [];
    private IReadOnlyList<RunningContainer>? _shown;

    public World(SimulationOptions options, Timeline timeline)
    {
        (Options, Timeline, Dice) = (options, timeline, new(options.Seed));
        WireDice = Dice.Fork();
        Release = EngineRelease.Of(options.Engine, options.OldestApi);
        First = new(this);
        Faults = new(this);
        for (var number = 1; number <= options.Nodes; number++)
        {
            Nodes.Add(new(number, Describe(number), First, Dice.Fork()));
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

    public Dice Dice { get; }

    /// <summary>Chance on the wire, apart, so that one more request changes nothing in the Swarm.</summary>
    public Dice WireDice { get; }

    public EngineRelease Release { get; }

    /// <summary>The Swarm that the options ask for. Machines that leave it may form others.</summary>
    public Cluster First { get; }

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
        ContainerChanged?.Invoke(new(Timeline.Now, shown, isStart, isStart ? null : container.ExitCode));
    }

    private void Form()
    {
        First.Membership.Init(Nodes[0], null);
        foreach (var node in Nodes.Skip(1))
        {
            First.Membership.Join(node, node.Number <= Options.Managers, "");
        }

        Timeline.RunFor(TimeSpan.FromSeconds(3));
    }

    private NodeDescription Describe(int number) => new(
        Options.Hostname(number),
        new(
            Options.Cpus * 1_000_000_000L,
            Options.MemoryOf?.Invoke(number) ?? Options.MemoryBytes,
            Options.GenericResources?.Invoke(number) ?? Resources.None.Generic),
        Release.Version,
        Options.EngineLabels?.Invoke(number) ?? new Dictionary<string, string>(StringComparer.Ordinal),
        []);
}
