namespace Orcastra.Simulator;

/// <summary>The clock of a program under test: the time of a timeline, its timers events among all others.</summary>
/// <param name="timeline">Whose time it is.</param>
public sealed class VirtualTime(Timeline timeline) : TimeProvider
{
    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => timeline.Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => timeline.Now.UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(timeline, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class VirtualTimer(Timeline timeline, TimerCallback callback, object? state) : ITimer
    {
        private Appointment? _next;
        private bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_isDisposed)
            {
                return false;
            }

            _next?.Cancel();
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : timeline.After(dueTime, () => Fire(period));
            return true;
        }

        public void Dispose()
        {
            _isDisposed = true;
            _next?.Cancel();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(TimeSpan period)
        {
            if (period > TimeSpan.Zero)
            {
                _next = timeline.After(period, () => Fire(period));
            }

            callback(state);
        }
    }
}
