using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>A service of a scenario: its spec, and how its containers behave.</summary>
internal sealed record PlannedService
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Its full name.</summary>
    public required string Name { get; init; }

    /// <summary>How many tasks it wants; none if it is global.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>True for one task on each node that fits.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Its placement constraints.</summary>
    public ImmutableArray<string> Constraints { get; init; } = [];

    /// <summary>How long a stop may take.</summary>
    public int GraceSeconds { get; init; } = 10;

    /// <summary>How long its containers take to stop.</summary>
    public double StopSeconds { get; init; }

    /// <summary>How long its containers take to start.</summary>
    public double StartSeconds { get; init; } = 0.15;

    /// <summary>Tasks that its updater takes at a time; 0 for all.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>True if the new task starts before the old one stops.</summary>
    public bool StartsFirst { get; init; }

    /// <summary>How long a new task is watched.</summary>
    public int MonitorSeconds { get; init; } = 5;

    /// <summary><c>pause</c>, <c>continue</c> or <c>rollback</c>.</summary>
    public string OnFailure { get; init; } = "pause";

    /// <summary><c>any</c>, <c>on-failure</c> or <c>none</c>.</summary>
    public string Restart { get; init; } = "any";

    /// <summary>How often Swarm restarts it; 0 for always.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Time between an end and a restart.</summary>
    public int RestartDelaySeconds { get; init; } = 5;

    /// <summary>A port of its nodes; 0 for none.</summary>
    public int HostPort { get; init; }

    /// <summary>Mebibytes that each task reserves.</summary>
    public int Reservation { get; init; }

    /// <summary>A volume on its node; empty for none.</summary>
    public string Volume { get; init; } = "";

    /// <summary>Its service labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How its containers behave at first.</summary>
    public ServiceBehaviour Behaviour => new()
    {
        StopTime = TimeSpan.FromSeconds(StopSeconds),
        StartTime = TimeSpan.FromSeconds(StartSeconds),
    };

    /// <summary>Its spec as the API takes it.</summary>
    public JsonObject ToJson() => new()
    {
        ["Name"] = Name,
        ["Labels"] = new JsonObject(Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        ["TaskTemplate"] = new JsonObject
        {
            ["ContainerSpec"] = new JsonObject
            {
                ["Image"] = "lab:1",
                ["StopGracePeriod"] = Nanoseconds(GraceSeconds),
                ["Mounts"] = Volume.Length == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["Type"] = "volume", ["Source"] = Volume, ["Target"] = "/data" }),
            },
            ["Placement"] = new JsonObject { ["Constraints"] = new JsonArray([.. Constraints.Select(text => (JsonNode)text)]) },
            ["RestartPolicy"] = new JsonObject { ["Condition"] = Restart, ["MaxAttempts"] = MaxAttempts, ["Delay"] = Nanoseconds(RestartDelaySeconds) },
            ["Resources"] = new JsonObject { ["Reservations"] = new JsonObject { ["MemoryBytes"] = (long)Reservation << 20 } },
        },
        ["Mode"] = IsGlobal ? new JsonObject { ["Global"] = new JsonObject() } : new JsonObject { ["Replicated"] = new JsonObject { ["Replicas"] = Replicas } },
        ["UpdateConfig"] = new JsonObject
        {
            ["Parallelism"] = Parallelism,
            ["Order"] = StartsFirst ? "start-first" : "stop-first",
            ["Monitor"] = Nanoseconds(MonitorSeconds),
            ["FailureAction"] = OnFailure,
        },
        ["EndpointSpec"] = HostPort == 0 ? new JsonObject { ["Mode"] = "dnsrr" } : new JsonObject
        {
            ["Mode"] = "dnsrr",
            ["Ports"] = new JsonArray(new JsonObject { ["Protocol"] = "tcp", ["TargetPort"] = 80, ["PublishedPort"] = HostPort, ["PublishMode"] = "host" }),
        },
    };

    private static long Nanoseconds(int seconds) => TimeSpan.FromSeconds(seconds).Ticks * NanosecondsPerTick;
}
