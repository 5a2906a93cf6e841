namespace Orcastra.Simulator;

/// <summary><c>/containers</c> of one engine.</summary>
internal sealed class ContainersApi(Cluster cluster)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public Answer Ask(SimulatedNode node, ApiRequest request)
    {
        if (request.Is("GET", "containers", "json"))
        {
            return List(node, request);
        }

        if (request.Is("GET", "containers", "*", "json"))
        {
            return Listing.One(ContainerJson.Inspect(Find(node, request.Parts[1])));
        }

        return request.Is("GET", "containers", "*", "stats") ? Stats(Find(node, request.Parts[1]), request) : throw new Refusal(404, "page not found");
    }

    private static Container Find(SimulatedNode node, string key) =>
        node.Containers.GetValueOrDefault(key)
        ?? node.Containers.Values.FirstOrDefault(container => container.Name == key.TrimStart('/') || (key.Length > 3 && container.Id.StartsWith(key, StringComparison.Ordinal)))
        ?? throw new Refusal(404, $"No such container: {key}");

    private Answer List(SimulatedNode node, ApiRequest request)
    {
        var filter = FilterQuery.Parse(request["filters"], "id", "name", "label", "status", "health", "ancestor", "is-task", "network", "volume");
        var all = request.Flag("all") || filter.Has("status");
        var shown = node.Containers.Values
            .Where(container => all || container.State == ContainerState.Running)
            .Where(container => filter.Any("status", status => status == ContainerJson.Word(container.State))
                && filter.Any("id", id => container.Id.StartsWith(id, StringComparison.Ordinal))
                && filter.Any("name", name => container.Name.Contains(name.Trim('^', '$', '/'), StringComparison.Ordinal))
                && filter.Any("ancestor", image => container.Task.Spec.Task.Image == image)
                && filter.Any("health", health => health == (container.IsUnhealthy ? "unhealthy" : "none"))
                && filter.Labels("label", ContainerJson.AllLabels(container)))
            .OrderByDescending(container => container.CreatedAt)
            .Select(container => ContainerJson.Listed(container, cluster.Now))
            .ToList();
        return Answer.Json(Wire.Line(json =>
        {
            json.WriteStartArray();
            shown.ForEach(container => json.WriteRawValue(container, skipInputValidation: true));
            json.WriteEndArray();
        }));
    }

    private Answer Stats(Container container, ApiRequest request)
    {
        if (request["stream"] is "0" or "false")
        {
            // Without one-shot the engine measures twice, to tell how much a processor does.
            var takes = request.Flag("one-shot") || container.State != ContainerState.Running ? TimeSpan.Zero : Second;
            return Listing.One(StatsJson.Of(container, cluster.Now)) with { Takes = takes };
        }

        var feed = new Feed();
        var feeds = container.Node.Feeds;
        feeds.Add(feed);
        feed.Left = () => feeds.Remove(feed);
        Tick(container, feed);
        return new Answer(200, []) { Feed = feed };
    }

    private void Tick(Container container, Feed feed)
    {
        if (feed.IsClosed)
        {
            return;
        }

        feed.Push([.. StatsJson.Of(container, cluster.Now), (byte)'\n']);
        if (container.State == ContainerState.Running)
        {
            container.Node.After(Second, () => Tick(container, feed));
        }
        else
        {
            feed.Close();
        }
    }
}
