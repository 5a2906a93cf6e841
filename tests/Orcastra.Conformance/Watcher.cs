using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Orcastra.Conformance;

/// <summary>
/// Asks every engine again and again which containers really run, whatever Swarm says about its tasks: one that is
/// stopping is up until it has ended. The judge of the law that nothing is ever up twice. Where a glance shows that just
/// those still run which the engine has named, it is not asked: eighteen engines, twenty times a second, leave two cores
/// little time for anything else.
/// </summary>
public sealed class Watcher : IAsyncDisposable
{
    private const string Path = "/containers/json?filters=%7B%22label%22%3A%5B%22com.docker.swarm.service.name%22%5D%7D";

    private readonly ConcurrentDictionary<string, Stay> _stays = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private readonly Func<Machine, IReadOnlySet<string>?> _glance;
    private readonly long _began;
    private readonly List<Task> _work;
    private readonly List<(double At, string What)> _notes = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="nodes">The engines to ask.</param>
    /// <param name="time">The time they live in.</param>
    /// <param name="period">Between two looks at one; 50 ms unless told otherwise.</param>
    /// <param name="glance">Tells the IDs of all containers that run on a machine without asking its engine; null if it cannot.</param>
    public Watcher(IEnumerable<Machine> nodes, TimeProvider time, TimeSpan? period = null, Func<Machine, IReadOnlySet<string>?>? glance = null)
    {
        (_time, _period, _glance, _began) = (time, period ?? TimeSpan.FromMilliseconds(50), glance ?? (_ => null), time.GetTimestamp());
        _work = [.. nodes.Select(WatchAsync)];
    }

    /// <summary>Seconds since it began.</summary>
    public double Now => _time.GetElapsedTime(_began).TotalSeconds;

    /// <summary>Remembers what the test did, for the timeline.</summary>
    /// <returns>When.</returns>
    public double Note(string what)
    {
        var now = Now;
        lock (_notes)
        {
            _notes.Add((now, what));
        }

        return now;
    }

    public IReadOnlyList<Stay> StaysOf(string service) => [.. _stays.Values.Where(stay => stay.Service == service).OrderBy(stay => stay.From)];

    /// <summary>Pairs of containers of one slot that were up together.</summary>
    public IReadOnlyList<string> Overlaps(string service, double since = 0) =>
        [.. from one in StaysOf(service)
            from other in StaysOf(service)
            where one.From < other.From && one.Slot == other.Slot && one.Until > since && one.OverlapWith(other) > 0
            select FormattableString.Invariant($"{one.OverlapWith(other):0.00} s together: [{one}] and [{other}]")];

    /// <summary>When the service first ran on the node after that moment; null if it did not.</summary>
    public double? FirstUp(string service, Machine node, double after = 0) =>
        StaysOf(service).FirstOrDefault(stay => stay.Node == node.Name && stay.Until >= after) is { } stay ? Math.Max(stay.From, after) : null;

    /// <summary>The longest time in which nothing of the service was up, between its first and its last container.</summary>
    public double LongestGap(string service, double since = 0)
    {
        var (longest, end) = (0.0, double.MaxValue);
        foreach (var stay in StaysOf(service).Where(stay => stay.Until >= since))
        {
            longest = Math.Max(longest, stay.From - end);
            end = end == double.MaxValue ? stay.Until : Math.Max(end, stay.Until);
        }

        return longest;
    }

    /// <summary>The law, for these services.</summary>
    public void AssertNeverTwice(params ReadOnlySpan<string> services)
    {
        foreach (var service in services)
        {
            Different.Unless(Overlaps(service).Count == 0, $"{service} was up twice:\n{string.Join('\n', Overlaps(service))}");
        }
    }

    /// <summary>All that was seen, in order.</summary>
    public string Timeline()
    {
        lock (_notes)
        {
            var lines = _stays.Values.Select(stay => (stay.From, Text: stay.ToString()))
                .Concat(_notes.Select(note => (note.At, Text: FormattableString.Invariant($"{note.At,9:0.000}             - {note.What}"))));
            return string.Join('\n', lines.OrderBy(line => line.Item1).Select(line => line.Text));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_work);
        _stop.Dispose();
    }

    private async Task WatchAsync(Machine node)
    {
        var up = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                var looked = Now;
                if (_glance(node)?.SetEquals(up) == true)
                {
                    Prolong(up, looked);
                }
                else
                {
                    up = Take(node, await AskAsync(node), looked, Now);
                }

                var rest = _period - TimeSpan.FromSeconds(Now - looked);
                await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // An engine that does not answer has no containers that anybody could reach.
    private async Task<JsonArray> AskAsync(Machine node)
    {
        try
        {
            return await node.Api.ListAsync(Path, _stop.Token);
        }
        catch (Exception fault) when (!_stop.IsCancellationRequested && fault is HttpRequestException or EngineRefusal or IOException or OperationCanceledException)
        {
            return [];
        }
    }

    private void Prolong(IEnumerable<string> up, double now)
    {
        foreach (var id in up)
        {
            _stays[id].Until = now;
        }
    }

    private HashSet<string> Take(Machine node, JsonArray seen, double asked, double answered)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in seen)
        {
            var id = container!["Id"]!.GetValue<string>();
            ids.Add(id);
            if (_stays.TryGetValue(id, out var known))
            {
                known.Until = asked;
                known.IsUp = true;
                continue;
            }

            _stays[id] = Begin(node, (JsonObject)container["Labels"]!, answered);
        }

        foreach (var (_, gone) in _stays.Where(stay => stay.Value.Node == node.Name && !ids.Contains(stay.Key)))
        {
            gone.IsUp = false;
        }

        return ids;
    }

    private static Stay Begin(Machine node, JsonObject labels, double answered)
    {
        var service = labels["com.docker.swarm.service.name"]!.GetValue<string>();
        var name = labels["com.docker.swarm.task.name"]!.GetValue<string>(); // service.SLOT.task, or service.NODE.task if global
        var slot = name[service.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries)[0];
        return new(service, slot.Length > 10 ? service : slot, node.Name, labels["com.docker.swarm.task.id"]!.GetValue<string>()) { From = answered, Until = answered };
    }
}
