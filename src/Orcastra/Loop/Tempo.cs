using Orcastra.Core.Planning;

namespace Orcastra.Loop;

/// <summary>Decides how long the loop rests after a pass, if nobody wakes it.</summary>
/// <param name="time">The clock.</param>
/// <param name="interval">Time between two looks at rest.</param>
internal sealed class Tempo(TimeProvider time, TimeSpan interval)
{
    private const int LongestStreak = 100;

    private static readonly TimeSpan Conflict = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPauseAfterFailure = TimeSpan.FromSeconds(30);

    private long _changedAt = time.GetTimestamp();
    private int _streak;
    private int _failures;

    /// <summary>The rest after a look that failed: one second, doubling to thirty.</summary>
    public TimeSpan AfterFailure()
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_failures, 6)));
        _failures++;
        return pause < LongestPauseAfterFailure ? pause : LongestPauseAfterFailure;
    }

    /// <summary>The rest after a pass.</summary>
    public TimeSpan After(PassResult pass)
    {
        if (pass.Outcome.HasChanged)
        {
            _changedAt = time.GetTimestamp();
        }

        _streak = pass.Outcome.HasChanged ? _streak + 1 : 0;
        if (pass.Outcome.Failed > 0)
        {
            return AfterFailure();
        }

        _failures = 0;
        if (pass.Plan is not { } plan)
        {
            return TimeSpan.FromSeconds(1);
        }

        // A hundred changes in a row without a pause are no progress any more.
        if (pass.Outcome.HasChanged)
        {
            return _streak < LongestStreak ? TimeSpan.Zero : TimeSpan.FromSeconds(5);
        }

        return pass.Outcome is { Dropped: 0, Rejected.IsEmpty: true } ? Rest(plan) : Conflict;
    }

    private TimeSpan Rest(Plan plan)
    {
        var rest = plan.IsMoving ? Moving() : interval;
        if (plan.LookAgainAt is { } due)
        {
            var until = due - time.GetUtcNow();
            rest = until < rest ? until : rest;
        }

        return rest > Conflict ? rest : Conflict;
    }

    // What has not moved for a while need not be looked at ten times a second.
    private TimeSpan Moving() => time.GetElapsedTime(_changedAt).TotalSeconds switch
    {
        < 15 => TimeSpan.FromMilliseconds(100),
        < 120 => TimeSpan.FromMilliseconds(500),
        _ => TimeSpan.FromSeconds(2),
    };
}
