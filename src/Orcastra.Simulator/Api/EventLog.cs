namespace Orcastra.Simulator;

/// <summary>The events of one engine: a few kept for those who ask what was, all handed to those who listen.</summary>
internal sealed class EventLog(SimulatedNode node)
{
    private const int Kept = 256;

    private readonly Queue<EngineEvent> _past = new();
    private readonly List<EventSubscription> _listeners = [];

    public int Listeners => _listeners.Count;

    public void Add(EngineEvent happened)
    {
        var stamped = happened.At == default ? happened with { At = node.Cluster.Now } : happened;
        for (var copies = node.Cluster.Faults.Copies(node, stamped); copies > 0; copies--)
        {
            _past.Enqueue(stamped);
            if (_past.Count > Kept)
            {
                _past.Dequeue();
            }

            foreach (var listener in _listeners.ToList())
            {
                listener.Offer(stamped);
            }
        }
    }

    /// <summary>Begins to listen, with what was since a time.</summary>
    public void Listen(EventSubscription listener, DateTimeOffset? since, DateTimeOffset? until)
    {
        foreach (var past in _past.Where(past => past.At >= since && !(past.At > until)))
        {
            listener.Offer(past);
        }

        if (until is { } end && end <= node.Cluster.Now)
        {
            listener.Feed.Close();
            return;
        }

        _listeners.Add(listener);
        listener.Feed.Left = () => _listeners.Remove(listener);
        if (until is { } later)
        {
            node.Cluster.Timeline.At(later, listener.Feed.Close);
        }
    }

    /// <summary>All connections break, as when the engine ends.</summary>
    public void Break()
    {
        foreach (var listener in _listeners.ToList())
        {
            listener.Feed.Break();
        }

        _listeners.Clear();
        _past.Clear();
    }
}

/// <summary>Somebody who listens to some of an engine's events.</summary>
internal sealed class EventSubscription(EventFilter filter, bool withOldFields)
{
    public Feed Feed { get; } = new();

    public void Offer(EngineEvent happened)
    {
        if (filter.Passes(happened))
        {
            Feed.Push(happened.Json(withOldFields));
        }
    }
}

/// <summary>Which events somebody wants.</summary>
internal sealed class EventFilter(FilterQuery query)
{
    public bool Passes(EngineEvent happened) =>
        Is("type", happened.Type)
        && Is("scope", happened.Scope)
        && (query.Has("event") is false || query.Values("event").Any(value => happened.Action == value || happened.Action.StartsWith(value + ":", StringComparison.Ordinal)))
        && IsObject("node", happened) && IsObject("service", happened) && IsObject("container", happened) && IsObject("config", happened)
        && IsObject("network", happened) && IsObject("secret", happened) && IsObject("volume", happened)
        && query.Values("label").All(label => label.Split('=', 2) is var pair && happened.Attributes.Any(attribute =>
            attribute.Key == pair[0] && (pair.Length == 1 || attribute.Value == pair[1])));

    private bool Is(string field, string actual) => !query.Has(field) || query.Values(field).Contains(actual);

    private bool IsObject(string type, EngineEvent happened) => !query.Has(type)
        || (happened.Type == type && query.Values(type).Any(value => value == happened.Id || value == happened.Attribute("name") || (value.Length > 0 && happened.Id.StartsWith(value, StringComparison.Ordinal))));
}
