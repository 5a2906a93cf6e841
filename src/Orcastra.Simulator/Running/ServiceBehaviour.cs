namespace Orcastra.Simulator;

/// <summary>How the containers of a service behave. What is null or empty is as the image has it.</summary>
public sealed record ServiceBehaviour
{
    /// <summary>How long pulling and creating takes.</summary>
    public TimeSpan? PrepareTime { get; init; }

    /// <summary>How long starting takes.</summary>
    public TimeSpan? StartTime { get; init; }

    /// <summary>How long it runs on once told to stop; the stop grace period cuts it short.</summary>
    public TimeSpan? StopTime { get; init; }

    /// <summary>After how long it ends by itself.</summary>
    public TimeSpan? RunsFor { get; init; }

    /// <summary>With what code it ends by itself.</summary>
    public int ExitCode { get; init; }

    /// <summary>After how long it turns unhealthy.</summary>
    public TimeSpan? UnhealthyAfter { get; init; }

    /// <summary>On which nodes its start fails.</summary>
    public IReadOnlyCollection<string> FailsOn { get; init; } = [];

    /// <summary>How many bytes it uses after having run for a while.</summary>
    public Func<TimeSpan, long>? Memory { get; init; }

    /// <summary>This, completed by what another says.</summary>
    internal ServiceBehaviour Or(ServiceBehaviour other) => this with
    {
        PrepareTime = PrepareTime ?? other.PrepareTime,
        StartTime = StartTime ?? other.StartTime,
        StopTime = StopTime ?? other.StopTime,
        RunsFor = RunsFor ?? other.RunsFor,
        ExitCode = RunsFor is null ? other.ExitCode : ExitCode,
        UnhealthyAfter = UnhealthyAfter ?? other.UnhealthyAfter,
        Memory = Memory ?? other.Memory,
    };
}
