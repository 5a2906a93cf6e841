using Orcastra.Core.Policies;

namespace Orcastra.Faults;

/// <summary>How a scenario is played.</summary>
internal sealed record RunOptions
{
    /// <summary>The laws that are watched over.</summary>
    public Func<IReadOnlyList<Law>> Laws { get; init; } = Faults.Laws.All;

    /// <summary>The first write that Orcastra does not get to send any more; from there on it is dead.</summary>
    public int MuteFrom { get; init; } = int.MaxValue;

    /// <summary>Stands between Orcastra and its engine and does mischief, to see a law fail; null for nobody.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? Sabotage { get; init; }

    /// <summary>What Orcastra takes the policy for, as if its planner were broken; null for what it is.</summary>
    public Func<Policy, Policy>? Misread { get; init; }

    /// <summary>True for an Orcastra that writes in a dry run, as if its executor were broken.</summary>
    public bool IgnoresDry { get; init; }

    /// <summary>How long all may take to be well again once faults stop.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(18);

    /// <summary>True to write down all that happens.</summary>
    public bool Records { get; init; }

    /// <summary>When to stop, since the scenario's beginning; null for its end.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>True where reruns tell whether something is Orcastra's doing; false in such a rerun.</summary>
    public bool AsksWhy { get; init; } = true;
}
