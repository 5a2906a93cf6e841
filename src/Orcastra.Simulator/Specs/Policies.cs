using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>What an update does when a new task fails.</summary>
internal enum FailureAction
{
    Pause,
    Continue,
    Rollback,
}

/// <summary>How tasks are replaced by newer ones.</summary>
internal sealed record UpdatePolicy(
    int Parallelism, TimeSpan Delay, TimeSpan Monitor, FailureAction OnFailure, decimal MaxFailureRatio, bool StartsFirst)
{
    private static readonly TimeSpan DefaultMonitor = TimeSpan.FromSeconds(5);

    public static UpdatePolicy Read(JsonObject? json) => json is null
        ? new(1, TimeSpan.Zero, DefaultMonitor, FailureAction.Pause, 0, false)
        : new(
            (int)json.Number("Parallelism"),
            json.Nanoseconds("Delay", TimeSpan.Zero),
            json.Number("Monitor") > 0 ? json.Nanoseconds("Monitor", DefaultMonitor) : DefaultMonitor,
            json.Text("FailureAction") switch
            {
                "continue" => FailureAction.Continue,
                "rollback" => FailureAction.Rollback,
                _ => FailureAction.Pause,
            },
            json.Fraction("MaxFailureRatio"),
            json.Text("Order") == "start-first");
}

/// <summary>When a task that ended is replaced.</summary>
internal enum RestartCondition
{
    Any,
    OnFailure,
    None,
}

/// <summary>How tasks that ended are replaced.</summary>
internal sealed record RestartPolicy(RestartCondition Condition, TimeSpan Delay, int MaxAttempts, TimeSpan Window)
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(5);

    public static RestartPolicy Read(JsonObject? json) => new(
        json.Text("Condition") switch
        {
            "on-failure" => RestartCondition.OnFailure,
            "none" => RestartCondition.None,
            _ => RestartCondition.Any,
        },
        json.Nanoseconds("Delay", DefaultDelay),
        (int)json.Number("MaxAttempts"),
        json.Nanoseconds("Window", TimeSpan.Zero));
}
