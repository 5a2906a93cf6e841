using System.Threading.Channels;

namespace Orcastra.Conformance;

/// <summary>Shows many behaviours on one Swarm: side by side where they do not disturb each other, else one after the other.</summary>
public sealed class Programme
{
    private readonly ISwarmUnderTest _swarm;
    private readonly Dictionary<Behaviour, TaskCompletionSource<Shown>> _results;
    private readonly List<Behaviour> _behaviours;
    private readonly Steadiness _steadiness;
    private readonly Contention _contention;
    private int _underWay;

    /// <summary>Plans it; nothing begins yet.</summary>
    public Programme(ISwarmUnderTest swarm, IEnumerable<Behaviour> behaviours)
    {
        (_swarm, _steadiness, _contention) = (swarm, new(swarm), new(swarm.Time));
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
            var number = Behaviour.All.ToList().IndexOf(behaviour) + (attempt * 1000);
            var shown = await Shown.OnAsync(_swarm, behaviour, number, worker);
            if (shown.Fault is not null && behaviour.Reach != Reach.Services)
            {
                await RestoreAsync(worker is null ? _swarm.Nodes : [worker]);
            }

            if (shown.Fault is null || attempt == 2 || behaviour.Reach == Reach.Swarm || (_steadiness.Since(began) && !_contention.IsBusySince(began, contended)))
            {
                _results[behaviour].TrySetResult(shown);
                return;
            }
        }
    }

    // A behaviour that was broken off may have left machines without power or network.
    private async Task RestoreAsync(IReadOnlyList<Machine> nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var attempt in new Func<Machine, Task>[] { _swarm.HealAsync, _swarm.StartAsync, node => _swarm.Nodes[0].Swarm.EditNodeAsync(node, spec => spec["Availability"] = "active") })
            {
#pragma warning disable CA1031 // what is well already refuses to be mended
                try
                {
                    await attempt(node);
                }
                catch (Exception)
                {
                }
#pragma warning restore CA1031
            }
        }

        await new Patience(_swarm.Time, TimeSpan.FromSeconds(0.5)).BecomesAsync("the Swarm to answer again", 90, async () =>
            (await _swarm.Nodes[0].Api.ListAsync("/nodes")).All(node => node!["ManagerStatus"]?["Reachability"]?.GetValue<string>() != "unreachable") ? null : "a manager is away");
    }
}
