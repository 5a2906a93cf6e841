using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>How many tasks a service has, and where.</summary>
internal enum ServiceMode
{
    Replicated,
    Global,
    ReplicatedJob,
    GlobalJob,
}

/// <summary>A service's spec: the JSON as it was written, and what the simulator understands of it.</summary>
internal sealed class ServiceSpec
{
    public ServiceSpec(JsonObject raw)
    {
        Raw = raw;
        Bytes = Wire.Bytes(raw);
        Name = raw.Text("Name");
        Labels = raw.Labels("Labels");
        (Mode, Replicas, Completions) = ReadMode(raw.Child("Mode"));
        Update = UpdatePolicy.Read(raw.Child("UpdateConfig"));
        Rollback = UpdatePolicy.Read(raw.Child("RollbackConfig"));
        Endpoint = raw.Child("EndpointSpec");
        EndpointKey = Canonical.Of(Endpoint);
        Ports = [.. Endpoint.Items("Ports").Select(Port.Read)];
        Task = new(raw.Child("TaskTemplate") ?? [], raw);
    }

    public JsonObject Raw { get; }

    /// <summary>The JSON as it is shown.</summary>
    public byte[] Bytes { get; }

    public string Name { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public ServiceMode Mode { get; }

    /// <summary>How many tasks at once.</summary>
    public int Replicas { get; }

    /// <summary>How many tasks of a job must complete.</summary>
    public int Completions { get; }

    public UpdatePolicy Update { get; }

    public UpdatePolicy Rollback { get; }

    public JsonObject? Endpoint { get; }

    /// <summary>Equal for endpoints that are the same.</summary>
    public string EndpointKey { get; }

    public IReadOnlyList<Port> Ports { get; }

    public TaskSpec Task { get; }

    public bool IsJob => Mode is ServiceMode.ReplicatedJob or ServiceMode.GlobalJob;

    public bool IsGlobal => Mode is ServiceMode.Global or ServiceMode.GlobalJob;

    public bool Equals(ServiceSpec other) => ReferenceEquals(this, other) || Bytes.AsSpan().SequenceEqual(other.Bytes);

    private static (ServiceMode Mode, int Replicas, int Completions) ReadMode(JsonObject? mode)
    {
        if (mode.Has("Global"))
        {
            return (ServiceMode.Global, 0, 0);
        }

        if (mode.Has("GlobalJob"))
        {
            return (ServiceMode.GlobalJob, 0, 0);
        }

        if (mode.Child("ReplicatedJob") is { } job)
        {
            var total = job.Has("TotalCompletions") ? (int)job.Number("TotalCompletions") : Math.Max(1, (int)job.Number("MaxConcurrent"));
            var most = (int)job.Number("MaxConcurrent");
            return (ServiceMode.ReplicatedJob, most > 0 ? most : total, total);
        }

        var replicated = mode.Child("Replicated");
        return (ServiceMode.Replicated, replicated.Has("Replicas") ? (int)replicated.Number("Replicas") : 1, 0);
    }
}

/// <summary>A published port.</summary>
internal readonly record struct Port(string Protocol, int Target, int Published, bool IsOnHost)
{
    public static Port Read(JsonNode? json) => new(
        json.Text("Protocol") is { Length: > 0 } protocol ? protocol : "tcp",
        (int)json.Number("TargetPort"),
        (int)json.Number("PublishedPort"),
        json.Text("PublishMode") == "host");
}
