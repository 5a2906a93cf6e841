namespace Orcastra.Faults;

/// <summary>What a run showed.</summary>
/// <param name="Scenario">What was played.</param>
/// <param name="Violations">The laws that were broken.</param>
/// <param name="Journal">All that happened, where it was recorded.</param>
/// <param name="Played">How much simulated time it took.</param>
/// <param name="Effects">How often Orcastra wrote to services and nodes.</param>
/// <param name="Overlaps">What came up twice, whoever's doing it was.</param>
internal sealed record Verdict(
    FaultScenario Scenario, IReadOnlyList<Violation> Violations, string Journal, TimeSpan Played, int Effects, IReadOnlyList<Overlap> Overlaps)
{
    /// <summary>How many requests were sent.</summary>
    public long Requests { get; init; }

    /// <summary>How many things happened in the simulation.</summary>
    public long Events { get; init; }

    /// <summary>How often something went on in another thread, so that the seed may not give the same run again; 0 unless something is wrong.</summary>
    public int Strays { get; init; }

    /// <summary>The first law that was broken; empty if none was.</summary>
    public string Broken => Violations.Count > 0 ? Violations[0].Law : "";

    /// <summary>How often a machine was rebooted.</summary>
    public int Reboots { get; init; }

    /// <summary>How often a service set out for a node that somebody had named.</summary>
    public int Moves { get; init; }
}
