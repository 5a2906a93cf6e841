using System.Collections.Immutable;
using Orcastra.Config;
using Orcastra.Core.Policies;

namespace Orcastra.Simulating;

/// <summary>A story to be played in a simulated Swarm.</summary>
internal sealed record Scenario
{
    /// <summary>What it tells.</summary>
    public string Name { get; init; } = "";

    /// <summary>All chance comes from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The machines, in order; the first managers found the Swarm.</summary>
    public ImmutableArray<ScenarioNode> Nodes { get; init; } = [];

    /// <summary>What runs when it begins.</summary>
    public ImmutableArray<ScenarioService> Services { get; init; } = [];

    /// <summary>What Orcastra is to keep.</summary>
    public Policy Policy { get; init; } = new();

    /// <summary>Orcastra's environment.</summary>
    public Settings Settings { get; init; } = Settings.Default;

    /// <summary>The nodes beside whose engines an Orcastra runs; null for one beside the leader.</summary>
    public ImmutableArray<string>? Instances { get; init; }

    /// <summary>What happens, in order.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>What must hold in the end.</summary>
    public ImmutableArray<Expectation> Expectations { get; init; } = [];

    /// <summary>Dependents that may be up twice, as their owner does what overlaps by itself.</summary>
    public ImmutableHashSet<string> MayOverlap { get; init; } = [];
}

/// <summary>A machine of a scenario.</summary>
/// <param name="Name">Its hostname.</param>
/// <param name="IsManager">True for a manager.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Labels">The labels it has when the story begins, set by its owner.</param>
internal sealed record ScenarioNode(string Name, bool IsManager, long MemoryBytes, ImmutableSortedDictionary<string, string> Labels)
{
    /// <summary>Memory of a machine that says nothing about it.</summary>
    public const long DefaultMemory = 8L << 30;

    /// <summary>Machines named <c>node1</c> and so on, the first three of them managers, as Swarm's owners are advised.</summary>
    public static ImmutableArray<ScenarioNode> Numbered(int count) => [.. Enumerable.Range(1, count).Select(number => Numbered(number, number <= Managers(count)))];

    /// <summary>How many of so many machines are managers: 3, unless there are fewer.</summary>
    public static int Managers(int count) => count < 3 ? 1 : 3;

    private static ScenarioNode Numbered(int number, bool isManager) => new(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"node{number}"),
        isManager,
        DefaultMemory,
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
}

/// <summary>When something happens.</summary>
/// <param name="IsAbsolute">True if the time counts from the beginning, false if from the end of the step before.</param>
/// <param name="Time">The time.</param>
internal readonly record struct Due(bool IsAbsolute, TimeSpan Time);

/// <summary>One thing that happens.</summary>
/// <param name="Due">When.</param>
/// <param name="Deed">What.</param>
internal sealed record Step(Due Due, Deed Deed);
