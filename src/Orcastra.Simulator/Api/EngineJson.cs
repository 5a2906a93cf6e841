using System.Text.Json;

namespace Orcastra.Simulator;

/// <summary>Shows engines.</summary>
internal static class EngineJson
{
    private const string Kernel = "6.1.0-simulated";

    public static byte[] Version(EngineRelease release) => Wire.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("Platform");
        json.WriteString("Name", "Orcastra simulator");
        json.WriteEndObject();
        json.WriteStartArray("Components");
        json.WriteStartObject();
        json.WriteString("Name", "Engine");
        json.WriteString("Version", release.Version);
        json.WriteStartObject("Details");
        json.WriteString("ApiVersion", $"1.{release.NewestApi}");
        json.WriteString("MinAPIVersion", $"1.{release.OldestApi}");
        json.WriteString("Os", NodeDescription.System);
        json.WriteString("Arch", "amd64");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("Version", release.Version);
        json.WriteString("ApiVersion", $"1.{release.NewestApi}");
        json.WriteString("MinAPIVersion", $"1.{release.OldestApi}");
        json.WriteString("GitCommit", "simulated");
        json.WriteString("GoVersion", "none");
        json.WriteString("Os", NodeDescription.System);
        json.WriteString("Arch", "amd64");
        json.WriteString("KernelVersion", Kernel);
        json.WriteString("BuildTime", "2025-01-01T00:00:00.000000000+00:00");
        json.WriteEndObject();
    });

    public static byte[] Info(SimulatedNode node) => Wire.Bytes(json =>
    {
        var (running, all) = (node.Containers.Values.Count(container => container.State == ContainerState.Running), node.Containers.Count);
        json.WriteStartObject();
        json.WriteString("ID", node.EngineId);
        json.WriteNumber("Containers", all);
        json.WriteNumber("ContainersRunning", running);
        json.WriteNumber("ContainersPaused", 0);
        json.WriteNumber("ContainersStopped", all - running);
        json.WriteNumber("Images", node.Images.Count);
        json.WriteString("Driver", "overlay2");
        WriteAbilities(json);
        json.WriteBoolean("Debug", false);
        json.WriteString("SystemTime", Wire.Time(node.Cluster.Now));
        json.WriteString("LoggingDriver", "json-file");
        json.WriteString("CgroupDriver", "cgroupfs");
        json.WriteString("CgroupVersion", "2");
        json.WriteNumber("NEventsListener", node.Events.Listeners);
        json.WriteString("KernelVersion", Kernel);
        json.WriteString("OperatingSystem", "Debian GNU/Linux 12 (bookworm)");
        json.WriteString("OSVersion", "12");
        json.WriteString("OSType", NodeDescription.System);
        json.WriteString("Architecture", NodeDescription.Architecture);
        json.WriteNumber("NCPU", node.Description.Capacity.NanoCpus / 1_000_000_000);
        json.WriteNumber("MemTotal", node.Description.Capacity.Memory);
        json.WriteNull("GenericResources");
        json.WriteString("DockerRootDir", "/var/lib/docker");
        json.WriteString("Name", node.Name);
        json.WriteStartArray("Labels");
        foreach (var (key, value) in node.Description.EngineLabels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            json.WriteStringValue($"{key}={value}");
        }

        json.WriteEndArray();
        json.WriteBoolean("ExperimentalBuild", false);
        json.WriteString("ServerVersion", node.Description.EngineVersion);
        SwarmJson.WriteOf(json, node);
        json.WriteBoolean("LiveRestoreEnabled", false);
        json.WriteString("DefaultRuntime", "runc");
        json.WriteNull("Warnings");
        json.WriteEndObject();
    });

    private static void WriteAbilities(Utf8JsonWriter json)
    {
        json.WriteStartObject("Plugins");
        foreach (var kind in NodeJson.BuiltIn.GroupBy(plugin => plugin.Type))
        {
            json.WriteStartArray(kind.Key);
            foreach (var plugin in kind)
            {
                json.WriteStringValue(plugin.Name);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        foreach (var ability in (ReadOnlySpan<string>)["MemoryLimit", "SwapLimit", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit", "IPv4Forwarding", "OomKillDisable"])
        {
            json.WriteBoolean(ability, true);
        }
    }
}
