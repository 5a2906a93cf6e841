namespace Orcastra.Simulator;

/// <summary>One machine with an engine.</summary>
public sealed class SimulatedNode
{
    private readonly Timeline _timeline;

    internal SimulatedNode(int number, NodeDescription description, Cluster cluster, Dice dice)
    {
        (Number, Description, Cluster, Dice, _timeline) = (number, description, cluster, dice, cluster.Timeline);
        EngineId = $"{dice.Hex(8)}-{dice.Hex(4)}-{dice.Hex(4)}-{dice.Hex(4)}-{dice.Hex(12)}";
        Agent = new(this);
        Belief = new(this);
        Events = new(this);
    }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; }

    /// <summary>Its host name.</summary>
    public string Name => Description.Hostname;

    /// <summary>Its address.</summary>
    public string Address => $"10.99.{Number / 250}.{(Number % 250) + 1}";

    /// <summary>False while it has no power.</summary>
    public bool IsOn { get; internal set; } = true;

    /// <summary>How often it was switched on since the beginning.</summary>
    public int Boots { get; internal set; }

    /// <summary>False while its engine is being restarted.</summary>
    public bool IsEngineUp { get; internal set; } = true;

    /// <summary>True while its network cable is pulled.</summary>
    public bool IsCut { get; internal set; }

    /// <summary>Its ID in the Swarm; empty while it is in none. Another one after each join.</summary>
    public string NodeId { get; internal set; } = "";

    /// <summary>True while its managers' key has to be entered.</summary>
    public bool IsLocked { get; internal set; }

    /// <summary>What it does with its containers.</summary>
    internal Agent Agent { get; }

    /// <summary>Whom it takes for the leader, if it is a manager.</summary>
    internal Belief Belief { get; }

    internal EventLog Events { get; }

    /// <summary>Answers without an end that are under way, other than events.</summary>
    internal HashSet<Feed> Feeds { get; } = [];

    internal NodeDescription Description { get; }

    /// <summary>The Swarm that it is in, or was in last.</summary>
    internal Cluster Cluster { get; set; }

    internal Dice Dice { get; }

    internal string EngineId { get; }

    /// <summary>Which of its lives the engine is in.</summary>
    internal int Boot { get; private set; }

    /// <summary>True if the engine is there to answer.</summary>
    internal bool IsUp => IsOn && IsEngineUp;

    /// <summary>True if its part in the Swarm is being played.</summary>
    internal bool IsInSwarm => IsUp && NodeId.Length > 0 && !IsLocked;

    internal Dictionary<string, Container> Containers { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, DateTimeOffset> Volumes { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, DateTimeOffset> Images { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Does something later, unless the machine loses power or its engine is restarted before.</summary>
    internal Appointment After(TimeSpan delay, Action action)
    {
        var boot = Boot;
        return _timeline.After(delay, () =>
        {
            if (boot == Boot)
            {
                action();
            }
        });
    }

    /// <summary>Ends all that the engine had in mind.</summary>
    internal void EndBoot() => Boot++;
}
