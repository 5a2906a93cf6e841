using System.Collections.Immutable;

namespace Orcastra.Simulating;

/// <summary>A service of a scenario: its spec in few words, and how its containers behave.</summary>
internal sealed record ScenarioService
{
    /// <summary>Its full name.</summary>
    public required string Name { get; init; }

    /// <summary>Its image.</summary>
    public string Image { get; init; } = "lab:1";

    /// <summary>What it runs: <c>serve</c>, <c>slowstop N</c>, <c>crash N</c>, <c>oneshot</c>; anything else just runs.</summary>
    public string Command { get; init; } = "serve";

    /// <summary>How long its containers take to start; null for what the image takes.</summary>
    public TimeSpan? Start { get; init; }

    /// <summary>How long its containers run on once told to stop; null for what the image takes.</summary>
    public TimeSpan? Stop { get; init; }

    /// <summary>How long pulling its image takes on a node that does not have it.</summary>
    public TimeSpan? Pull { get; init; }

    /// <summary>After how long its containers turn unhealthy; null for never.</summary>
    public TimeSpan? UnhealthyAfter { get; init; }

    /// <summary>On which nodes its containers cannot start.</summary>
    public ImmutableArray<string> CrashesOn { get; init; } = [];

    /// <summary>Memory that one of its containers uses.</summary>
    public long Memory { get; init; } = 64L << 20;

    /// <summary>How many tasks; ignored if it is global.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>One task on each node.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Its placement constraints.</summary>
    public ImmutableArray<string> Constraints { get; init; } = [];

    /// <summary>The node it is to be found on when the story begins; empty for where Swarm puts it.</summary>
    public string StartsOn { get; init; } = "";

    /// <summary>Its stop grace period; null for Docker's 10 s.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>The new task starts before the old one ends.</summary>
    public bool IsStartFirst { get; init; }

    /// <summary>How long a new task is watched; null for Docker's 5 s.</summary>
    public TimeSpan? Monitor { get; init; }

    /// <summary><c>pause</c>, <c>continue</c> or <c>rollback</c>.</summary>
    public string FailureAction { get; init; } = "pause";

    /// <summary><c>any</c>, <c>on-failure</c> or <c>none</c>.</summary>
    public string Restart { get; init; } = "any";

    /// <summary>A named volume on its node's disk; empty for none.</summary>
    public string Volume { get; init; } = "";

    /// <summary>A port of its node; 0 for none.</summary>
    public int Port { get; init; }

    /// <summary>Memory that it reserves.</summary>
    public long Reserve { get; init; }

    /// <summary>An overlay network; empty for none.</summary>
    public string Network { get; init; } = "";

    /// <summary>Its labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
