using System.Collections.Concurrent;

namespace Orcastra.Simulator;

/// <summary>
/// All that will happen, in order. Time stands still but for <see cref="Step"/>: whoever owns the timeline says when the next
/// thing happens, so a run depends on nothing but its seed. Used by one thread at a time.
/// </summary>
public sealed class Timeline
{
    private const int FewCancelled = 4096;

    private readonly PriorityQueue<Appointment, (long Due, long Sequence)> _queue = new();
    private readonly ConcurrentQueue<(long Due, Appointment Appointment, bool Counts)> _strays = new();
    private long _now;
    private long _sequence;
    private int _cancelled;
    private int _straying;
    private volatile int _owner;
    private volatile bool _goesOn;

    /// <summary>Begins at a time.</summary>
    /// <param name="start">The first moment; the beginning of 2025 unless told otherwise.</param>
    public Timeline(DateTimeOffset? start = null) =>
        _now = (start ?? new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;

    /// <summary>The present.</summary>
    public DateTimeOffset Now => new(_now, TimeSpan.Zero);

    /// <summary>When the next thing happens; null if nothing is to come.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            DropCancelled();
            return _queue.TryPeek(out _, out var at) ? new DateTimeOffset(at.Due, TimeSpan.Zero) : null;
        }
    }

    /// <summary>How many things have happened so far.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// How many appointments, and ends of programs, came from another thread while time went on. 0 in a run that its seed
    /// reproduces: channels without synchronous continuations, contended semaphores, delays of the runtime's own that are
    /// cancelled and Task.Run go on on the thread pool.
    /// </summary>
    public int Strays => _straying;

    /// <summary>True unless it was another thread that last let time go on: that one alone touches what is to come.</summary>
    internal bool IsOwn => _owner is 0 || _owner == Environment.CurrentManagedThreadId;

    /// <summary>Makes something happen after a while; after nothing at all, as soon as what is due already has happened.</summary>
    public Appointment After(TimeSpan delay, Action action) => Add(_now + Math.Max(0, delay.Ticks), action);

    /// <summary>Makes something happen at a time.</summary>
    public Appointment At(DateTimeOffset due, Action action) => Add(Math.Max(_now, due.UtcTicks), action);

    /// <summary>
    /// Lets the next thing happen. There is no synchronization context meanwhile: an await within one, such as a test runner's,
    /// would go on in another thread.
    /// </summary>
    /// <returns>False if there is nothing to come.</returns>
    public bool Step()
    {
        var (wentOn, context) = (_goesOn, SynchronizationContext.Current);
        (_owner, _goesOn) = (Environment.CurrentManagedThreadId, true);
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            DropCancelled();
            if (!_queue.TryDequeue(out var next, out var at))
            {
                return false;
            }

            _now = Math.Max(_now, at.Due);
            Steps++;
            next.Happen();
            return true;
        }
        finally
        {
            _goesOn = wentOn;
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Lets everything happen that is due up to a time, which then is the present.</summary>
    public void RunUntil(DateTimeOffset time)
    {
        while (NextDue <= time)
        {
            Step();
        }

        _now = Math.Max(_now, time.UtcTicks);
    }

    /// <summary>Lets a while pass.</summary>
    public void RunFor(TimeSpan duration) => RunUntil(Now + duration);

    /// <summary>Lets time pass until something holds.</summary>
    /// <returns>False if it did not within that time.</returns>
    public bool RunUntil(Func<bool> holds, TimeSpan atMost)
    {
        var limit = Now + atMost;
        while (!holds())
        {
            if (!(NextDue <= limit))
            {
                _now = limit.UtcTicks;
                return holds();
            }

            Step();
        }

        return true;
    }

    /// <summary>Lets time pass until a task of the program under test has ended.</summary>
    /// <exception cref="TimeoutException">It did not within that time (an hour unless told otherwise).</exception>
    public T Run<T>(Task<T> task, TimeSpan? atMost = null)
    {
        Run((Task)task, atMost);
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run{T}(Task{T}, TimeSpan?)"/>
    public void Run(Task task, TimeSpan? atMost = null)
    {
        var limit = atMost ?? TimeSpan.FromHours(1);
        if (!RunUntil(() => task.IsCompleted, limit))
        {
            throw new TimeoutException($"not done within {limit} of simulated time");
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Counts it among the <see cref="Strays"/> if this goes on in another thread: for what ends and makes no appointment.</summary>
    public void Witness()
    {
        if (!IsOwn)
        {
            Interlocked.Increment(ref _straying);
        }
    }

    internal void NoteCancelled() => _cancelled++;

    /// <summary>Makes what was put off happen next, unless it has been called off.</summary>
    internal void Again(Appointment appointment)
    {
        if (appointment.IsToCome)
        {
            _queue.Enqueue(appointment, (_now, _sequence++));
        }
    }

    private Appointment Add(long due, Action action)
    {
        var appointment = new Appointment(this, action);
        if (IsOwn)
        {
            _queue.Enqueue(appointment, (due, _sequence++));
        }
        else
        {
            _strays.Enqueue((due, appointment, _goesOn));
        }

        return appointment;
    }

    private void DropCancelled()
    {
        while (_strays.TryDequeue(out var stray))
        {
            _straying += stray.Counts ? 1 : 0;
            _queue.Enqueue(stray.Appointment, (stray.Due, _sequence++));
        }

        if (_cancelled > FewCancelled && _cancelled > _queue.Count / 2)
        {
            var kept = _queue.UnorderedItems.Where(item => !item.Element.IsCancelled).ToList();
            _queue.Clear();
            _queue.EnqueueRange(kept);
            _cancelled = 0;
        }

        while (_queue.TryPeek(out var next, out _) && next.IsCancelled)
        {
            _queue.Dequeue();
            _cancelled = Math.Max(0, _cancelled - 1);
        }
    }
}
