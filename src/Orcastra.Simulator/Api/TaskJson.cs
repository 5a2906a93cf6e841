using System.Text.Json;

namespace Orcastra.Simulator;

/// <summary>Shows tasks.</summary>
internal static class TaskJson
{
    private const int FirstWithVolumes = 42;

    public static byte[] Of(TaskRecord task, Store store, EngineRelease release) => Wire.Bytes(json =>
    {
        json.WriteStartObject();
        json.Meta(task);
        json.WriteStartObject("Labels");
        json.WriteEndObject();
        json.Raw("Spec", task.Spec.Task.Bytes);
        json.WriteString("ServiceID", task.ServiceId);
        if (task.Slot > 0)
        {
            json.WriteNumber("Slot", task.Slot);
        }

        if (task.NodeId.Length > 0)
        {
            json.WriteString("NodeID", task.NodeId);
        }

        WriteStatus(json, task);
        json.WriteString("DesiredState", task.Desired.Word());
        WriteAttachments(json, task, store);
        if (task.JobIteration is { } iteration)
        {
            WriteIteration(json, iteration);
        }

        if (release.NewestApi >= FirstWithVolumes)
        {
            json.WriteNull("Volumes");
        }

        json.WriteEndObject();
    });

    public static void WriteIteration(Utf8JsonWriter json, ulong iteration)
    {
        json.WriteStartObject("JobIteration");
        if (iteration > 0)
        {
            json.WriteNumber("Index", iteration);
        }

        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, TaskRecord task)
    {
        json.WriteStartObject("Status");
        json.WriteString("Timestamp", Wire.Time(task.StatusAt));
        json.WriteString("State", task.State.Word());
        json.WriteString("Message", task.Message);
        if (task.Error.Length > 0)
        {
            json.WriteString("Err", task.Error);
        }

        if (task.ContainerId.Length > 0)
        {
            json.WriteStartObject("ContainerStatus");
            json.WriteString("ContainerID", task.ContainerId);
            json.WriteNumber("PID", task.Pid);
            json.WriteNumber("ExitCode", task.ExitCode);
            json.WriteEndObject();
        }

        WritePorts(json, task);
        json.WriteEndObject();
    }

    private static void WritePorts(Utf8JsonWriter json, TaskRecord task)
    {
        json.WriteStartObject("PortStatus");
        var ports = task.State == TaskState.Running ? task.Spec.Ports.Where(port => port.IsOnHost).ToList() : [];
        if (ports.Count > 0)
        {
            json.WriteStartArray("Ports");
            foreach (var port in ports)
            {
                json.WriteStartObject();
                json.WriteString("Protocol", port.Protocol);
                json.WriteNumber("TargetPort", port.Target);
                json.WriteNumber("PublishedPort", port.Published);
                json.WriteString("PublishMode", "host");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteAttachments(Utf8JsonWriter json, TaskRecord task, Store store)
    {
        if (task.Attachments.Count == 0)
        {
            return;
        }

        json.WriteStartArray("NetworksAttachments");
        foreach (var (id, address) in task.Attachments)
        {
            json.WriteStartObject();
            json.WriteStartObject("Network");
            if (store.Networks.GetValueOrDefault(id) is { } network)
            {
                json.Meta(network);
                json.WriteStartObject("Spec");
                json.WriteString("Name", network.Name);
                json.Labels("Labels", network.Spec.Labels("Labels"));
                json.WriteString("Scope", "swarm");
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartArray("Addresses");
            json.WriteStringValue(address);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
