using System.Text.Json.Nodes;

namespace Orcastra.Conformance;

/// <summary>A task as Swarm shows it.</summary>
public sealed record SeenTask(string Id, string NodeId, string State, string Desired, string Error)
{
    /// <summary>Its number among the replicas; 0 if its service is global.</summary>
    public int Slot { get; init; }

    /// <summary>When it took its state, by the Swarm's clock.</summary>
    public string Since { get; init; } = "";

    public bool IsUp => State == "running" && Desired == "running";
}

/// <summary>The Swarm as one manager shows it, and what its owner does to it.</summary>
public sealed class SwarmView(Machine node)
{
    private readonly EngineApi _api = node.Api;

    public async Task<string> CreateAsync(Draft draft) => (await _api.PostAsync("/services/create", draft.ToJson()))!["ID"]!.GetValue<string>();

    public Task<JsonObject> ServiceAsync(string name) => _api.ReadAsync($"/services/{name}");

    public async Task<string> SpecAsync(string name) => (await ServiceAsync(name))["Spec"]!.ToJsonString();

    public Task<JsonArray> ServicesAsync() => _api.ListAsync("/services");

    public async Task<string> UpdateStateAsync(string name) => (await ServiceAsync(name))["UpdateStatus"]?["State"]?.GetValue<string>() ?? "";

    /// <summary>The owner changes the spec of a service.</summary>
    public Task EditAsync(string name, Action<JsonObject> edit) => _api.EditAsync($"/services/{name}", edit, "&registryAuthFrom=spec");

    /// <summary>The owner says by a constraint where a service has to run, and by no other on a host.</summary>
    public Task MoveAsync(string name, Machine to) => EditAsync(name, spec =>
    {
        var placement = (JsonObject)spec["TaskTemplate"]!["Placement"]!;
        var others = (placement["Constraints"] as JsonArray ?? []).Select(entry => entry!.GetValue<string>()).Where(text => !text.StartsWith("node.hostname", StringComparison.Ordinal));
        placement["Constraints"] = new JsonArray([.. others.Append($"node.hostname == {to.Name}").Select(text => (JsonNode)text)]);
    });

    /// <summary>The owner deploys something new: an environment variable more, so that the task must be replaced.</summary>
    public Task DeployAsync(string name, string change) => EditAsync(name, spec => ((JsonObject)spec["TaskTemplate"]!["ContainerSpec"]!)["Env"] = new JsonArray($"CHANGE={change}"));

    public Task RemoveAsync(string name) => _api.DeleteAsync($"/services/{name}");

    public async Task<List<SeenTask>> TasksAsync(string name)
    {
        var tasks = await _api.ListAsync($"/tasks?filters={Uri.EscapeDataString($$"""{"service":["{{name}}"]}""")}");
        return [.. tasks.Select(task => new SeenTask(
            task!["ID"]!.GetValue<string>(),
            task["NodeID"]?.GetValue<string>() ?? "",
            task["Status"]!["State"]!.GetValue<string>(),
            task["DesiredState"]!.GetValue<string>(),
            task["Status"]!["Err"]?.GetValue<string>() ?? "")
        {
            Slot = task["Slot"]?.GetValue<int>() ?? 0,
            Since = task["Status"]!["Timestamp"]?.GetValue<string>() ?? "",
        })];
    }

    /// <summary>IDs of the running tasks of a service, in order.</summary>
    public async Task<string> UpAsync(string name) => string.Join(",", (await TasksAsync(name)).Where(task => task.IsUp).Select(task => task.Id).Order(StringComparer.Ordinal));

    public async Task<JsonArray> NodesAsync() => await _api.ListAsync("/nodes");

    public async Task<JsonObject> NodeAsync(string id) => await _api.ReadAsync($"/nodes/{id}");

    public async Task<string> StateOfAsync(Machine other) => (await NodeAsync(other.Id))["Status"]!["State"]!.GetValue<string>();

    public async Task<List<string>> LabelsOfAsync(Machine other) =>
        [.. ((await NodeAsync(other.Id))["Spec"]!["Labels"] as JsonObject ?? []).Select(label => $"{label.Key}={label.Value}")];

    public Task EditNodeAsync(Machine other, Action<JsonObject> edit) => _api.EditAsync($"/nodes/{other.Id}", edit);

    public Task SetLabelAsync(Machine other, string key, string value = "true") => EditNodeAsync(other, spec =>
    {
        spec["Labels"] ??= new JsonObject();
        spec["Labels"]![key] = value;
    });

    public Task RemoveLabelAsync(Machine other, string key) => EditNodeAsync(other, spec => (spec["Labels"] as JsonObject)?.Remove(key));

    public Task<JsonArray> ConfigsAsync() => _api.ListAsync("/configs");

    public Task RemoveConfigAsync(string id) => _api.DeleteAsync($"/configs/{id}");
}
