using System.Text.Json.Nodes;
using Orcastra.Core.Remembering;
using Orcastra.Simulator;

namespace Orcastra.Faults;

/// <summary>The user of the Swarm, who talks to its leader and reads before writing.</summary>
internal sealed class User(Stage stage)
{
    private int _commands;

    public void Create(PlannedService service) => Send("POST", "/services/create", service.ToJson());

    public void Edit(string service, Action<JsonNode> edit)
    {
        if (Find(service) is { } found)
        {
            var spec = found.Spec.Raw.DeepClone();
            edit(spec);
            Update(found, spec);
        }
    }

    /// <summary>Deploys a service's part of the stack file: what is not in the file is gone.</summary>
    public void Replace(string service, string image)
    {
        if (Find(service) is { } found && stage.Scenario.Service(service) is { } planned)
        {
            var spec = planned.ToJson();
            spec["TaskTemplate"]!["ContainerSpec"]!["Image"] = image;
            spec["TaskTemplate"]!["ForceUpdate"] = found.Spec.Raw["TaskTemplate"]?["ForceUpdate"]?.DeepClone() ?? 0;
            Update(found, spec);
        }
    }

    public void RollBack(string service)
    {
        if (Find(service) is { Previous: not null } found)
        {
            Update(found, found.Spec.Raw.DeepClone(), "&rollback=previous");
        }
    }

    public void Remove(string service)
    {
        if (Find(service) is { } found)
        {
            Send("DELETE", $"/services/{found.Id}", null);
            stage.Touch(service);
        }
    }

    public void EditNode(int number, Action<JsonNode> edit)
    {
        if (stage.Store.Nodes.GetValueOrDefault(stage.Node(number).NodeId) is { } node)
        {
            var spec = node.Spec.Raw.DeepClone();
            edit(spec);
            Send("POST", $"/nodes/{node.Id}/update?version={node.Version}", spec);
        }
    }

    /// <summary>Gives a command, as <c>orcastra send</c> does: nothing happens before an instance has made its memory.</summary>
    public void Give(string text)
    {
        if (stage.Store.Configs.Values.FirstOrDefault(config => config.Name == Watch.MemoryName) is { } config)
        {
            var memory = stage.Watch.Memory;
            var given = memory with { Commands = memory.Commands.Add($"c{_commands++}", new(text, "user", stage.Now)) };
            var spec = config.Spec.DeepClone();
            spec["Labels"] = new JsonObject(MemoryLabels.Write(given).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
            Send("POST", $"/configs/{config.Id}/update?version={config.Version}", spec);
        }
    }

    private ServiceRecord? Find(string service) =>
        stage.Store.ServiceIdByName.TryGetValue(service, out var id) ? stage.Store.Services.GetValueOrDefault(id) : null;

    private void Update(ServiceRecord service, JsonNode spec, string query = "")
    {
        Send("POST", $"/services/{service.Id}/update?version={service.Version}{query}", spec);
        stage.Touch(service.Spec.Name);
    }

    // Without a leader nobody answers: the user shrugs.
    private void Send(string method, string path, JsonNode? body)
    {
        if (stage.Swarm.Leader is { } leader)
        {
            stage.Swarm.Router.Handle(leader, new(method, path, body is null ? [] : Wire.Bytes(body)));
            stage.Watch.Look(byUser: true);
        }
    }
}
