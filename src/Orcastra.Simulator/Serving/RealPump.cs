namespace Orcastra.Simulator;

/// <summary>
/// Brings a timeline to the present, then lets it go on with real time, or so many times as fast. One thread does, under one
/// lock.
/// </summary>
internal sealed class RealPump : IDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Timeline _timeline;
    private readonly TimeProvider _time;
    private readonly double _speed;
    private readonly long _startedAt;
    private readonly DateTimeOffset _began;
    private readonly Thread _thread;
    private bool _isOver;

    public RealPump(Timeline timeline, TimeProvider time, double speed)
    {
        (_timeline, _time, _speed) = (timeline, time, speed);
        timeline.RunUntil(time.GetUtcNow());
        (_startedAt, _began) = (time.GetTimestamp(), timeline.Now);
        _thread = new(Run) { IsBackground = true, Name = "simulated time" };
        _thread.Start();
    }

    /// <summary>Does something in the present, while nothing else happens.</summary>
    public T Do<T>(Func<T> action)
    {
        lock (_gate)
        {
            _timeline.RunUntil(Present);
            var result = action();
            Monitor.Pulse(_gate);
            return result;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private DateTimeOffset Present => _began + (_time.GetElapsedTime(_startedAt) * _speed);

    private void Run()
    {
        lock (_gate)
        {
            while (!_isOver)
            {
                _timeline.RunUntil(Present);
                var rest = _timeline.NextDue is { } due ? (due - _timeline.Now) / _speed : LongestRest;
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(rest.TotalMilliseconds), 1, LongestRest.TotalMilliseconds)));
            }
        }
    }
}
