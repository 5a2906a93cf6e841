using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>Reads statistics of containers.</summary>
public static class StatsJson
{
    /// <summary>Reads one answer.</summary>
    /// <returns>Null for the almost empty answer of a container that does not run.</returns>
    public static ContainerStats? Read(JsonElement json)
    {
        var memory = json.Field("memory_stats");
        return memory.Field("usage").IsPresent()
            ? new(json.Time("read"), Used(memory), memory.Number("limit"), json.Field("cpu_stats").Field("cpu_usage").Number("total_usage"))
            : null;
    }

    private static long Used(JsonElement memory)
    {
        var usage = memory.Number("usage");
        var details = memory.Field("stats");

        // Only cgroup v1 has the total_ fields.
        var cache = details.Field("total_inactive_file").IsPresent() ? details.Number("total_inactive_file") : details.Number("inactive_file");
        return cache < usage ? usage - cache : usage;
    }
}
