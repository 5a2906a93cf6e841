using System.Threading.Channels;

namespace Orcastra.Conformance;

/// <summary>Shows many behaviours on one Swarm: side by side where they do not disturb each other, else one after the other.</summary>
public sealed class Programme
{
    // What was shown without room for it is shown again so often at the most.
    private const int Repeats = 4;

    private readonly ISwarmUnderTest _swarm;
    private readonly Dictionary<Behaviour, TaskCompletionSource<Shown>> _results;
    private readonly List<Behaviour> _behaviours;
    private readonly Steadiness _steadiness;
    private readonly Contention _contention;
    private readonly Restoration _restoration;
    private int _underWay;

    /// <summary>Plans it; nothing begins yet.</summary>
    public Programme(ISwarmUnderTest swarm, IEnumerable<Behaviour> behaviours)
    {
        (_swarm, _steadiness, _contention, _restoration) = (swarm, new(swarm), new(swarm.Time), new(swarm));
        _behaviours = [.. behaviours.OrderByDescending(behaviour => behaviour.IsLong)];
        _results = _behaviours.ToDictionary(behaviour => behaviour, _ => new TaskCompletionSource<Shown>(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>All results so far.</summary>
    public IReadOnlyList<Shown> Results => [.. _results.Values.Where(result => result.Task.IsCompletedSuccessfully).Select(result => result.Task.Result)];

    /// <summary>What came of a behaviour, once it was shown.</summary>
    public Task<Shown> OfAsync(Behaviour behaviour) => _results[behaviour].Task;

    /// <summary>Shows all.</summary>
    /// <param name="atOnce">How many of those that disturb nobody go on at once, as long as the processors have room.</param>
    public async Task RunAsync(int atOnce)
    {
        var workers = Channel.CreateUnbounded<Machine?>();
        _swarm.Nodes.Skip(3).ToList().ForEach(worker => workers.Writer.TryWrite(worker));
        var places = Channel.CreateUnbounded<Machine?>();
        Enumerable.Range(0, atOnce).ToList().ForEach(_ => places.Writer.TryWrite(null));

        using (var done = new CancellationTokenSource())
        {
            var watch = _steadiness.WatchAsync(done.Token);
            await Task.WhenAll(SideBySideAsync(Reach.Services, places), SideBySideAsync(Reach.Worker, workers));
            await done.CancelAsync();
            await watch;
        }

        foreach (var behaviour in _behaviours.Where(behaviour => behaviour.Reach == Reach.Swarm))
        {
            await ShowAsync(behaviour, null);
        }
    }

    private async Task SideBySideAsync(Reach reach, Channel<Machine?> places)
    {
        var under = new List<Task>();
        foreach (var behaviour in _behaviours.Where(behaviour => behaviour.Reach == reach))
        {
            var place = await places.Reader.ReadAsync();
            await _contention.RoomAsync(() => _underWay > 0);
            Interlocked.Increment(ref _underWay);
            under.Add(ShowThenFreeAsync(behaviour, place, places.Writer));
        }

        await Task.WhenAll(under);
    }

    private async Task ShowThenFreeAsync(Behaviour behaviour, Machine? place, ChannelWriter<Machine?> places)
    {
        await ShowAsync(behaviour, place);
        Interlocked.Decrement(ref _underWay);
        places.TryWrite(place);
    }

    private async Task ShowAsync(Behaviour behaviour, Machine? worker)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (began, contended) = (_swarm.Time.GetTimestamp(), _contention.Seconds);
            var shown = await Shown.OnAsync(_swarm, behaviour, _behaviours.IndexOf(behaviour) + (attempt * 1000), worker);
            if (shown.Fault is not null && behaviour.Reach != Reach.Services)
            {
                shown = await RestoredAsync(shown, worker is null ? _swarm.Nodes : [worker]);
            }

            if (shown.Fault is null || attempt == Repeats || (_steadiness.Since(began) && !_contention.IsBusySince(began, contended)))
            {
                _results[behaviour].TrySetResult(shown);
                return;
            }

            // Several that wait for room must not wait for each other.
            Interlocked.Decrement(ref _underWay);
            await _contention.RoomAsync(() => _underWay > 0);
            Interlocked.Increment(ref _underWay);
        }
    }

    // What cannot be made whole again is told with what broke it, and the others go on.
    private async Task<Shown> RestoredAsync(Shown shown, IReadOnlyList<Machine> nodes)
    {
        try
        {
            await _restoration.RestoreAsync(nodes);
            return shown;
        }
#pragma warning disable CA1031 // it is this behaviour's result
        catch (Exception ill)
        {
            return shown with { Fault = new AggregateException(shown.Fault!, ill) };
        }
#pragma warning restore CA1031
    }
}
