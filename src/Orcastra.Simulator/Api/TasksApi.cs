namespace Orcastra.Simulator;

/// <summary><c>/tasks</c>.</summary>
internal sealed class TasksApi(Cluster cluster)
{
    private Store Store => cluster.Store;

    public Answer Ask(SimulatedNode node, ApiRequest request)
    {
        if (request.Is("GET", "tasks"))
        {
            return List(node, request);
        }

        return request.Is("GET", "tasks", "*")
            ? Listing.One(Json(Listing.Find(Store.Tasks, "task", request.Parts[1], Name)))
            : throw new Refusal(404, "page not found");
    }

    private Answer List(SimulatedNode asked, ApiRequest request)
    {
        var filter = FilterQuery.Parse(request["filters"], "name", "id", "label", "service", "node", "desired-state", "runtime", "_up-to-date");
        if (filter.IsEmpty)
        {
            return Listing.Of(Store.Tasks.Values, Json);
        }

        var services = filter.Values("service").Select(key => ServicesApi.Find(Store, key).Id).ToHashSet(StringComparer.Ordinal);
        var nodes = filter.Values("node")
            .Select(key => Listing.Find(Store.Nodes, "node", key == "self" ? asked.NodeId : key, node => node.Description.Hostname).Id)
            .ToHashSet(StringComparer.Ordinal);
        var desired = filter.Values("desired-state").Select(Desired).ToHashSet();
        return Listing.Of(
            Store.Tasks.Values.Where(task =>
                (services.Count == 0 || services.Contains(task.ServiceId))
                && (nodes.Count == 0 || nodes.Contains(task.NodeId))
                && (desired.Count == 0 || desired.Contains(task.Desired))
                && filter.Any("id", id => task.Id.StartsWith(id, StringComparison.Ordinal))
                && filter.Any("name", name => Name(task).StartsWith(name, StringComparison.Ordinal))
                && (!filter.Has("_up-to-date") || Store.Services.GetValueOrDefault(task.ServiceId)?.SpecVersion == task.SpecVersion)
                && filter.Labels("label", task.Spec.Labels)),
            Json);
    }

    private static TaskState Desired(string word) =>
        TaskStates.Parse(word) ?? throw new Refusal(400, $"Invalid desired-state filter: '{word}'");

    private string Name(TaskRecord task) => $"{Store.Services.GetValueOrDefault(task.ServiceId)?.Spec.Name ?? task.Spec.Name}.{(task.Slot > 0 ? task.Slot : task.NodeId)}.{task.Id}";

    private byte[] Json(TaskRecord task) => task.Json ??= TaskJson.Of(task, Store, cluster.Release);
}
