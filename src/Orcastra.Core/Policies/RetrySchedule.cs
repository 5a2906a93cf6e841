using System.Collections.Immutable;

namespace Orcastra.Core.Policies;

/// <summary>How long to wait before each further attempt; the last wait repeats.</summary>
/// <param name="Waits">At least one wait, none negative.</param>
public sealed record RetrySchedule(ImmutableArray<TimeSpan> Waits)
{
    /// <summary>2, 10, 60, 300, 900 seconds.</summary>
    public static RetrySchedule Default { get; } = OfSeconds(2, 10, 60, 300, 900);

    /// <summary>A schedule of waits in seconds.</summary>
    public static RetrySchedule OfSeconds(params ReadOnlySpan<double> seconds)
    {
        var waits = ImmutableArray.CreateBuilder<TimeSpan>(seconds.Length);
        foreach (var wait in seconds)
        {
            waits.Add(TimeSpan.FromSeconds(wait));
        }

        return new(waits.ToImmutable());
    }

    /// <summary>The wait after that many attempts; none has been made at 0.</summary>
    public TimeSpan WaitAfter(int attempts) => Waits[Math.Min(attempts, Waits.Length - 1)];
}
