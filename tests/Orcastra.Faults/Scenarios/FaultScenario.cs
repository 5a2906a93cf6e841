using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Faults;

/// <summary>A Swarm, what is wanted of it, and all that happens to it until faults stop.</summary>
internal sealed record FaultScenario
{
    /// <summary>All chance in its run comes from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many machines there are.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>How many of them are managers.</summary>
    public int Managers { get; init; } = 3;

    /// <summary>The engines' release.</summary>
    public string Engine { get; init; } = "26.1";

    /// <summary>What runs, anchors before those that follow them.</summary>
    public ImmutableArray<PlannedService> Services { get; init; } = [];

    /// <summary>What Orcastra is to keep.</summary>
    public Policy Policy { get; init; } = new();

    /// <summary>Numbers of the machines with an Orcastra.</summary>
    public ImmutableArray<int> Instances { get; init; } = [1];

    /// <summary>True to write nothing at all.</summary>
    public bool IsDry { get; init; }

    /// <summary>True if events wake it.</summary>
    public bool HasEvents { get; init; } = true;

    /// <summary>What happens, in the order of time.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>The service of that name; null if there is none.</summary>
    public PlannedService? Service(string name) => Services.FirstOrDefault(service => service.Name == name);

    /// <summary>The entry whose anchor a service is; null if it is none.</summary>
    public static AnchorPolicy? EntryOf(Policy policy, string anchor) => policy.Anchors.FirstOrDefault(entry => entry.Name == anchor);

    /// <summary>The entry that a service follows; null if it follows none.</summary>
    public static AnchorPolicy? Followed(Policy policy, string dependent) => policy.Anchors.FirstOrDefault(entry => entry.Dependents.Contains(dependent));
}

/// <summary>Something that happens at a time.</summary>
/// <param name="At">Since the scenario's beginning.</param>
/// <param name="Deed">What.</param>
internal sealed record Step(TimeSpan At, Deed Deed)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"at: {At.TotalSeconds:0.000}s, {Deed.Text}");
}
