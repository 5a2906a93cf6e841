using System.Text.Json.Nodes;

namespace Orcastra.Conformance;

/// <summary>What behaviours do with nodes and configs.</summary>
public sealed partial class Stage
{
    /// <summary>Labels a node.</summary>
    /// <returns>When.</returns>
    public async Task<double> LabelAsync(Machine node, string key, string value = "true")
    {
        _labels.Add(key);
        await View.SetLabelAsync(node, key, value);
        return Now;
    }

    /// <summary>Takes a label from a node.</summary>
    /// <returns>When.</returns>
    public async Task<double> UnlabelAsync(Machine node, string key)
    {
        await View.RemoveLabelAsync(node, key);
        return Now;
    }

    public Task AvailabilityAsync(Machine node, string availability) => View.EditNodeAsync(node, spec => spec["Availability"] = availability);

    public Task RoleAsync(Machine node, string role) => View.EditNodeAsync(node, spec => spec["Role"] = role);

    public Task<string> NodeStateAsync(Machine node) => View.StateOfAsync(node);

    /// <summary>Waits until Swarm says so of a node.</summary>
    public Task<double> NodeIsAsync(Machine node, string state, double seconds = 60) => Patience.BecomesAsync($"{node} to be {state}", seconds, async () =>
        await NodeStateAsync(node) is var seen && seen == state ? null : $"it is {seen}");

    /// <summary>Boots a machine, or connects it, and waits until the Swarm has it back.</summary>
    public async Task BackAsync(Machine node, Func<Machine, Task> how)
    {
        await how(node);
        await NodeIsAsync(node, "ready", 90);
    }

    /// <summary>Where a manager tells others to join.</summary>
    public async Task<string> AddressAsync() => (await Api.ReadAsync("/info"))["Swarm"]!["NodeAddr"]!.GetValue<string>() + ":2377";

    /// <summary>What an engine says of its own part in the Swarm.</summary>
    public static async Task<JsonObject> PartAsync(Machine node) => (JsonObject)(await node.Api.ReadAsync("/info"))["Swarm"]!;

    /// <summary>Joins a machine as a worker, and waits until it is ready.</summary>
    public async Task JoinAsync(Machine node)
    {
        var token = (await Api.ReadAsync("/swarm"))["JoinTokens"]!["Worker"]!.GetValue<string>();
        await node.Api.PostAsync("/swarm/join", new JsonObject
        {
            ["ListenAddr"] = "0.0.0.0:2377",
            ["AdvertiseAddr"] = (await PartAsync(node))["NodeAddr"]?.GetValue<string>() is { Length: > 0 } known ? known : await AddressOfAsync(node),
            ["RemoteAddrs"] = new JsonArray(await AddressAsync()),
            ["JoinToken"] = token,
        });
        await Patience.BecomesAsync($"{node} to have joined", 30, async () => (await PartAsync(node))["NodeID"]?.GetValue<string>() is { Length: > 0 } ? null : "it has no ID");
        node.Id = (await PartAsync(node))["NodeID"]!.GetValue<string>();
        await NodeIsAsync(node, "ready");
    }

    /// <summary>Creates a config whose value matters to nobody.</summary>
    /// <returns>Its ID.</returns>
    public async Task<string> CreateConfigAsync(string name)
    {
        var id = (await Api.PostAsync("/configs/create", new JsonObject { ["Name"] = Name(name), ["Labels"] = new JsonObject(), ["Data"] = "e30=" }))!["ID"]!.GetValue<string>();
        _configs.Add(id);
        return id;
    }

    /// <summary>Creates an overlay network.</summary>
    public async Task<string> CreateNetworkAsync(string name)
    {
        await Api.PostAsync("/networks/create", new JsonObject { ["Name"] = Name(name), ["Driver"] = "overlay" });
        _networks.Add(Name(name));
        return Name(name);
    }

    // Machines of one Swarm have neighbouring addresses.
    private async Task<string> AddressOfAsync(Machine node)
    {
        var mine = (await AddressAsync()).Split(':')[0].Split('.').Select(int.Parse).ToArray();
        return $"{mine[0]}.{mine[1]}.{mine[2]}.{mine[3] + node.Number - A.Number}";
    }
}
