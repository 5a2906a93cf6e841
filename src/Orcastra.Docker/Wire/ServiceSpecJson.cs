using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;

namespace Orcastra.Docker.Wire;

/// <summary>Reads what planners need of a service spec; absent fields get the engine's defaults.</summary>
public static class ServiceSpecJson
{
    private static readonly TimeSpan DefaultStopGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultMonitor = TimeSpan.FromSeconds(5);

    /// <summary>Reads one spec.</summary>
    public static ServiceSpec Read(JsonElement json)
    {
        var template = json.Field("TaskTemplate");
        var container = template.Field("ContainerSpec");
        var placement = template.Field("Placement");
        var (mode, replicas) = ReadMode(json.Field("Mode"));
        return new(
            Name: json.Text("Name"),
            Labels: json.Labels("Labels"),
            Mode: mode,
            Replicas: replicas,
            Constraints: placement.Texts("Constraints"),
            MaxReplicasPerNode: placement.Unsigned("MaxReplicas"),
            Platforms: [.. placement.Items("Platforms").Select(ResourcesJson.ReadPlatform)],
            Reservations: ResourcesJson.Read(template.Field("Resources").Field("Reservations")),
            HostPorts: [.. json.Field("EndpointSpec").Items("Ports").Where(IsOnHost).Select(ReadPort)],
            Mounts: [.. container.Items("Mounts").Select(ReadMount)],
            NetworkIds: ReadNetworks(json, template),
            StopGrace: ReadStopGrace(container),
            Restart: ReadRestart(template.Field("RestartPolicy")),
            Update: ReadUpdate(json.Field("UpdateConfig")),
            ForceUpdate: template.Unsigned("ForceUpdate"),
            UserHash: Wire.UserHash.Of(json, out var size))
        {
            Size = size,
        };
    }

    // A kind of the future counts as a job: those are left alone.
    private static (ServiceMode Mode, ulong Replicas) ReadMode(JsonElement mode)
    {
        if (mode.Field("Global").IsPresent())
        {
            return (ServiceMode.Global, 0);
        }

        if (mode.Field("GlobalJob").IsPresent())
        {
            return (ServiceMode.GlobalJob, 0);
        }

        var replicated = mode.Field("Replicated");
        var isUnknown = mode.ValueKind == JsonValueKind.Object && mode.EnumerateObject().Any() && !replicated.IsPresent();
        return isUnknown
            ? (ServiceMode.ReplicatedJob, mode.Field("ReplicatedJob").Unsigned("TotalCompletions"))
            : (ServiceMode.Replicated, replicated.Field("Replicas").IsPresent() ? replicated.Unsigned("Replicas") : 1);
    }

    private static bool IsOnHost(JsonElement port) => port.Text("PublishMode") == "host" && port.Unsigned("PublishedPort") > 0;

    private static HostPort ReadPort(JsonElement port) =>
        new(port.Text("Protocol") is { Length: > 0 } protocol ? protocol : "tcp", (uint)port.Unsigned("PublishedPort"));

    private static Mount ReadMount(JsonElement mount)
    {
        var driver = mount.Field("VolumeOptions").Field("DriverConfig");
        return new(
            mount.Text("Type"), mount.Text("Source"), mount.Text("Target"), mount.Flag("ReadOnly"), driver.Text("Name"),
            driver.Labels("Options").ToImmutableDictionary());
    }

    // Old clients put networks beside the task template, newer ones into it.
    private static ImmutableArray<string> ReadNetworks(JsonElement spec, JsonElement template) =>
        [.. template.Items("Networks").Concat(spec.Items("Networks")).Select(network => network.Text("Target")).Distinct()];

    // Unlike the other durations 0 is a wish here: kill at once.
    private static TimeSpan ReadStopGrace(JsonElement container) =>
        container.Field("StopGracePeriod").IsPresent() ? container.Nanoseconds("StopGracePeriod", TimeSpan.Zero) : DefaultStopGrace;

    // A condition of the future counts as "never": a slot that ended by its own policy is not touched.
    private static RestartPolicy ReadRestart(JsonElement policy) => new(
        policy.Text("Condition") switch
        {
            "" or "any" => RestartCondition.Any,
            "on-failure" => RestartCondition.OnFailure,
            _ => RestartCondition.None,
        },
        policy.Unsigned("MaxAttempts"),
        policy.Field("Delay").IsPresent() ? policy.Nanoseconds("Delay", TimeSpan.Zero) : DefaultDelay);

    private static UpdateConfig ReadUpdate(JsonElement config) => config.IsPresent()
        ? new(config.Unsigned("Parallelism"), config.Text("Order") == "start-first", config.Nanoseconds("Monitor", DefaultMonitor))
        : new(1, false, DefaultMonitor);
}
