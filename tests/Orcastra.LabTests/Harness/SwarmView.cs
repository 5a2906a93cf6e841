using System.Text.Json.Nodes;

namespace Orcastra.LabTests;

/// <summary>A task as Swarm shows it.</summary>
internal sealed record SeenTask(string Id, string NodeId, string State, string Desired, string Error)
{
    public bool IsUp => State == "running" && Desired == "running";
}

/// <summary>The Swarm as one manager shows it, and what its owner does to it.</summary>
internal sealed class SwarmView(LabNode node)
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
    public Task MoveAsync(string name, LabNode to) => EditAsync(name, spec =>
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
            task["Status"]!["Err"]?.GetValue<string>() ?? ""))];
    }

    /// <summary>IDs of the running tasks of a service, in order.</summary>
    public async Task<string> UpAsync(string name) => string.Join(",", (await TasksAsync(name)).Where(task => task.IsUp).Select(task => task.Id).Order(StringComparer.Ordinal));

    public async Task<JsonArray> NodesAsync() => await _api.ListAsync("/nodes");

    public async Task<JsonObject> NodeAsync(string id) => await _api.ReadAsync($"/nodes/{id}");

    public async Task<string> StateOfAsync(LabNode other) => (await NodeAsync(other.Id))["Status"]!["State"]!.GetValue<string>();

    public async Task<List<string>> LabelsOfAsync(LabNode other) =>
        [.. ((await NodeAsync(other.Id))["Spec"]!["Labels"] as JsonObject ?? []).Select(label => $"{label.Key}={label.Value}")];

    public Task EditNodeAsync(LabNode other, Action<JsonObject> edit) => _api.EditAsync($"/nodes/{other.Id}", edit);

    public Task SetLabelAsync(LabNode other, string key) => EditNodeAsync(other, spec =>
    {
        spec["Labels"] ??= new JsonObject();
        spec["Labels"]![key] = "true";
    });

    /// <summary>True while a gate of Orcastra is in the spec of the service.</summary>
    public async Task<bool> IsGatedAsync(string name) => (await SpecAsync(name)).Contains("orcastra.gate", StringComparison.Ordinal);

    /// <summary>Names of the nodes that a gate admits.</summary>
    public async Task<List<string>> AdmittedAsync() => Admitted(await NodesAsync());

    /// <summary>The same in a list of the nodes.</summary>
    public static List<string> Admitted(JsonArray nodes) =>
        [.. nodes.Where(node => (node!["Spec"]!["Labels"] as JsonObject ?? []).Any(label => label.Key.StartsWith("orcastra.gate", StringComparison.Ordinal))).Select(node => node!["Description"]!["Hostname"]!.GetValue<string>())];

    public Task<JsonArray> ConfigsAsync() => _api.ListAsync("/configs");

    /// <summary>What Orcastra remembers, as its config object holds it; empty before it has remembered anything.</summary>
    public Task<JsonObject> MemoryAsync() => ConfigLabelsAsync("orcastra-memory");

    /// <summary>Who holds the lease, as node/host/process; empty if nobody does.</summary>
    public async Task<string> LeaseAsync() => (await ConfigLabelsAsync("orcastra-lease"))["holder"]?.GetValue<string>() ?? "";

    public async Task ForgetAsync()
    {
        foreach (var config in await ConfigsAsync())
        {
            await _api.DeleteAsync($"/configs/{config!["ID"]!.GetValue<string>()}");
        }
    }

    private async Task<JsonObject> ConfigLabelsAsync(string name)
    {
        var found = (await ConfigsAsync()).FirstOrDefault(config => config!["Spec"]!["Name"]!.GetValue<string>() == name);
        return found?["Spec"]!["Labels"] as JsonObject ?? [];
    }
}
