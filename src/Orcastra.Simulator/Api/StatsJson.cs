namespace Orcastra.Simulator;

/// <summary>Shows what a container uses.</summary>
internal static class StatsJson
{
    private const long DefaultUse = 20 * 1024 * 1024;
    private const long Cache = 4 * 1024 * 1024;
    private const string Never = "0001-01-01T00:00:00Z";

    public static byte[] Of(Container container, DateTimeOffset now) => Wire.Bytes(json =>
    {
        var isRunning = container.State == ContainerState.Running;
        json.WriteStartObject();
        json.WriteString("id", container.Id);
        json.WriteString("name", "/" + container.Name);
        json.WriteString("read", isRunning ? Wire.Time(now) : Never);
        json.WriteString("preread", Never);
        json.WriteStartObject("pids_stats");
        json.WriteEndObject();
        json.WriteStartObject("cpu_stats");
        json.WriteStartObject("cpu_usage");
        json.WriteNumber("total_usage", isRunning ? (now - container.StartedAt).Ticks / 10 : 0);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("memory_stats");
        if (isRunning)
        {
            var used = container.Behaviour.Memory?.Invoke(now - container.StartedAt) ?? DefaultUse;
            json.WriteNumber("usage", used + Cache);
            json.WriteStartObject("stats");
            json.WriteNumber("inactive_file", Cache);
            json.WriteNumber("total_inactive_file", Cache);
            json.WriteEndObject();
            var limit = container.Task.Spec.Task.MemoryLimit;
            json.WriteNumber("limit", limit > 0 ? limit : container.Node.Description.Capacity.Memory);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });
}
