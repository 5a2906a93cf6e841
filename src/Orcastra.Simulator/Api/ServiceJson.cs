using System.Text.Json;

namespace Orcastra.Simulator;

/// <summary>How many tasks a service has.</summary>
internal readonly record struct ServiceStatus(int Running, int Desired, int Completed)
{
    public static ServiceStatus Of(ServiceRecord service, Store store)
    {
        var tasks = store.TasksOf(service.Id);
        var current = service.Spec.IsJob ? [.. tasks.Where(task => task.JobIteration == service.JobIteration)] : tasks;
        var desired = service.Spec.Mode switch
        {
            ServiceMode.Replicated => service.Spec.Replicas,
            ServiceMode.ReplicatedJob => Math.Min(service.Spec.Replicas, service.Spec.Completions),
            _ => current.Count(task => task.Desired <= TaskState.Complete),
        };
        return new(
            current.Count(task => task is { State: TaskState.Running, Desired: <= TaskState.Complete }),
            desired,
            service.Spec.IsJob ? current.Count(task => task.State == TaskState.Complete) : 0);
    }
}

/// <summary>Shows services.</summary>
internal static class ServiceJson
{
    public static string ModeWord(ServiceMode mode) => mode switch
    {
        ServiceMode.Global => "global",
        ServiceMode.ReplicatedJob => "replicated-job",
        ServiceMode.GlobalJob => "global-job",
        _ => "replicated",
    };

    public static byte[] Of(ServiceRecord service, byte[] spec, ServiceStatus? status = null) => Wire.Bytes(json =>
    {
        json.WriteStartObject();
        json.Meta(service);
        json.Raw("Spec", spec);
        if (service.Previous is { } previous)
        {
            json.Raw("PreviousSpec", previous.Bytes);
        }

        WriteEndpoint(json, service);
        if (service.Update is { } update)
        {
            WriteUpdate(json, update);
        }

        if (status is { } counts)
        {
            json.WriteStartObject("ServiceStatus");
            json.WriteNumber("RunningTasks", counts.Running);
            json.WriteNumber("DesiredTasks", counts.Desired);
            json.WriteNumber("CompletedTasks", counts.Completed);
            json.WriteEndObject();
        }

        if (service.Spec.IsJob)
        {
            WriteJob(json, service);
        }

        json.WriteEndObject();
    });

    private static void WriteEndpoint(Utf8JsonWriter json, ServiceRecord service)
    {
        var isUsed = service.Spec.Ports.Count > 0 || service.VirtualIps.Count > 0;
        json.WriteStartObject("Endpoint");
        json.Raw("Spec", isUsed && service.Spec.Endpoint is { } endpoint ? Wire.Bytes(endpoint) : "{}"u8.ToArray());
        if (service.Spec.Endpoint?["Ports"] is { } ports && service.Spec.Ports.Count > 0)
        {
            json.Raw("Ports", Wire.Bytes(ports));
        }

        if (service.VirtualIps.Count > 0)
        {
            json.WriteStartArray("VirtualIPs");
            foreach (var (network, address) in service.VirtualIps)
            {
                json.WriteStartObject();
                json.WriteString("NetworkID", network);
                json.WriteString("Addr", address);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteUpdate(Utf8JsonWriter json, UpdateStatus update)
    {
        json.WriteStartObject("UpdateStatus");
        json.WriteString("State", update.State);
        if (update.StartedAt is { } started)
        {
            json.WriteString("StartedAt", Wire.Time(started));
        }

        if (update.CompletedAt is { } completed)
        {
            json.WriteString("CompletedAt", Wire.Time(completed));
        }

        json.WriteString("Message", update.Message);
        json.WriteEndObject();
    }

    private static void WriteJob(Utf8JsonWriter json, ServiceRecord service)
    {
        json.WriteStartObject("JobStatus");
        TaskJson.WriteIteration(json, service.JobIteration);
        json.WriteString("LastExecution", Wire.Time(service.JobStartedAt));
        json.WriteEndObject();
    }
}
