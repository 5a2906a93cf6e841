namespace Orcastra.Simulator;

/// <summary>What is simulated.</summary>
public sealed record SimulationOptions
{
    private const long GiB = 1024L * 1024 * 1024;

    /// <summary>How many machines there are, named <c>node1</c> and so on.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>How many of them are managers, the first ones.</summary>
    public int Managers { get; init; } = 3;

    /// <summary>All chance comes from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The engines' release: <c>20.10</c>, <c>24.0</c>, <c>26.1</c>, <c>27.5</c>, <c>28.5</c> or <c>29.0</c>.</summary>
    public string Engine { get; init; } = "26.1";

    /// <summary>The oldest API version the engines speak; null for the release's own.</summary>
    public string? OldestApi { get; init; }

    /// <summary>Memory of each machine.</summary>
    public long MemoryBytes { get; init; } = 8 * GiB;

    /// <summary>Processors of each machine.</summary>
    public int Cpus { get; init; } = 4;

    /// <summary>False to leave the engines in no Swarm at first.</summary>
    public bool FormSwarm { get; init; } = true;

    /// <summary>Labels that the engines carry, such as <c>disk=ssd</c>, by the machine's number from 1.</summary>
    public Func<int, IReadOnlyDictionary<string, string>>? EngineLabels { get; init; }

    /// <summary>Generic resources of a machine, such as <c>gpu</c> and 2, by its number from 1.</summary>
    public Func<int, IReadOnlyDictionary<string, long>>? GenericResources { get; init; }

    /// <summary>The shortest time a request or its answer is under way.</summary>
    public TimeSpan LeastLatency { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>The longest time a request or its answer is under way.</summary>
    public TimeSpan MostLatency { get; init; } = TimeSpan.FromMilliseconds(2);
}
