using System.Text.Json.Nodes;
using Orcastra.Core.Remembering;
using Orcastra.Simulator;
using Availability = Orcastra.Core.Swarm.Availability;

namespace Orcastra.Faults;

/// <summary>Somebody asks Orcastra to drain a node: the wish is put into its memory, as its command does.</summary>
internal sealed record BeginDrain(int Node, bool IsForced = false) : Deed
{
    private const string MemoryName = "orcastra-memory";

    public override string Text => $"drain_begin: node{Node}{(IsForced ? " forced" : "")}";

    public override void Happen(Stage stage)
    {
        var config = stage.Store.Configs.Values.FirstOrDefault(known => known.Name == MemoryName);
        var id = stage.Node(Node).NodeId;
        if (config is null || stage.Swarm.Leader is not { } leader || stage.Store.Nodes.GetValueOrDefault(id)?.State != NodeState.Ready || stage.Watch.Memory.Drains.Values.Any(drain => !drain.IsOver))
        {
            return;
        }

        var count = stage.Store.TasksOn(id).Where(task => task.IsWanted).Select(task => task.ServiceId).Distinct().Count();
        var drain = new Drain(id, stage.Now, IsForced, Availability.Active, count, count, stage.Now);
        var memory = stage.Watch.Memory with { Drains = stage.Watch.Memory.Drains.SetItem(id, drain) };
        var spec = config.Spec.DeepClone();
        spec["Labels"] = new JsonObject(MemoryLabels.Write(memory).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        stage.Swarm.Router.Handle(leader, new("POST", $"/configs/{config.Id}/update?version={config.Version}", Wire.Bytes(spec)));
        stage.Watch.Look(byUser: true);
        foreach (var instance in stage.Instances.Where(instance => instance.IsRunning))
        {
            instance.Wake("drain");
        }
    }
}
