using System.Globalization;
using System.Text.Json;

namespace Orcastra.Simulator;

/// <summary>Shows containers.</summary>
internal static class ContainerJson
{
    public static string Word(ContainerState state) => state switch
    {
        ContainerState.Created => "created",
        ContainerState.Running => "running",
        _ => "exited",
    };

    public static Dictionary<string, string> AllLabels(Container container)
    {
        var labels = new Dictionary<string, string>(container.Task.Spec.Task.Container.Labels("Labels"), StringComparer.Ordinal);
        foreach (var (key, value) in container.Labels)
        {
            labels[key] = value;
        }

        return labels;
    }

    public static byte[] Listed(Container container, DateTimeOffset now) => Wire.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("Id", container.Id);
        json.WriteStartArray("Names");
        json.WriteStringValue("/" + container.Name);
        json.WriteEndArray();
        json.WriteString("Image", container.Task.Spec.Task.Image);
        json.WriteString("ImageID", ImageId(container.Task.Spec.Task.Image));
        json.WriteString("Command", string.Join(' ', container.Task.Spec.Task.Command));
        json.WriteNumber("Created", container.CreatedAt.ToUnixTimeSeconds());
        json.WriteStartArray("Ports");
        json.WriteEndArray();
        json.Labels("Labels", AllLabels(container));
        json.WriteString("State", Word(container.State));
        json.WriteString("Status", StatusOf(container, now));
        json.WriteStartObject("HostConfig");
        json.WriteString("NetworkMode", "bridge");
        json.WriteEndObject();
        json.WriteStartObject("NetworkSettings");
        json.WriteStartObject("Networks");
        json.WriteEndObject();
        json.WriteEndObject();
        WriteMounts(json, container);
        json.WriteEndObject();
    });

    public static byte[] Inspect(Container container) => Wire.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("Id", container.Id);
        json.WriteString("Created", Wire.Time(container.CreatedAt));
        json.WriteString("Path", container.Task.Spec.Task.Command.FirstOrDefault("serve"));
        WriteTexts(json, "Args", container.Task.Spec.Task.Command.Skip(1));
        WriteState(json, container);
        json.WriteString("Image", ImageId(container.Task.Spec.Task.Image));
        json.WriteString("LogPath", $"/var/lib/docker/containers/{container.Id}/{container.Id}-json.log");
        json.WriteString("Name", "/" + container.Name);
        json.WriteNumber("RestartCount", 0);
        json.WriteString("Driver", "overlay2");
        json.WriteString("Platform", NodeDescription.System);
        json.WriteStartObject("HostConfig");
        json.WriteStartObject("LogConfig");
        json.WriteString("Type", "json-file");
        json.WriteStartObject("Config");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("Memory", container.Task.Spec.Task.MemoryLimit);
        json.WriteStartObject("RestartPolicy");
        json.WriteString("Name", "no");
        json.WriteNumber("MaximumRetryCount", 0);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteMounts(json, container);
        json.WriteStartObject("Config");
        json.WriteString("Hostname", container.Id[..12]);
        WriteTexts(json, "Env", container.Task.Spec.Task.Container.Texts("Env"));
        WriteTexts(json, "Cmd", container.Task.Spec.Task.Command);
        json.WriteString("Image", container.Task.Spec.Task.Image);
        json.Labels("Labels", AllLabels(container));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The ID of an image: always the same one for a name.</summary>
    public static string ImageId(string image) => "sha256:" + HashOf(image);

    /// <summary>Hexadecimal digits that are always the same for a text.</summary>
    public static string HashOf(string text) =>
        new Dice(text.Aggregate(14695981039346656037, (hash, letter) => unchecked((hash ^ letter) * 1099511628211))).Hex();

    private static void WriteState(Utf8JsonWriter json, Container container)
    {
        var isRunning = container.State == ContainerState.Running;
        json.WriteStartObject("State");
        json.WriteString("Status", Word(container.State));
        json.WriteBoolean("Running", isRunning);
        json.WriteBoolean("Paused", false);
        json.WriteBoolean("Restarting", false);
        json.WriteBoolean("OOMKilled", false);
        json.WriteBoolean("Dead", false);
        json.WriteNumber("Pid", container.Pid);
        json.WriteNumber("ExitCode", container.ExitCode);
        json.WriteString("Error", "");
        json.WriteString("StartedAt", container.State == ContainerState.Created ? "0001-01-01T00:00:00Z" : Wire.Time(container.StartedAt));
        json.WriteString("FinishedAt", container.State == ContainerState.Exited ? Wire.Time(container.EndedAt) : "0001-01-01T00:00:00Z");
        if (container.Behaviour.UnhealthyAfter is not null)
        {
            json.WriteStartObject("Health");
            json.WriteString("Status", container.IsUnhealthy ? "unhealthy" : "healthy");
            json.WriteNumber("FailingStreak", container.IsUnhealthy ? 3 : 0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteMounts(Utf8JsonWriter json, Container container)
    {
        json.WriteStartArray("Mounts");
        foreach (var mount in container.Task.Spec.Task.Mounts)
        {
            json.WriteStartObject();
            json.WriteString("Type", mount.Type);
            if (mount.Type == "volume")
            {
                json.WriteString("Name", mount.Source);
            }

            json.WriteString("Source", mount.Type == "volume" ? $"/var/lib/docker/volumes/{mount.Source}/_data" : mount.Source);
            json.WriteString("Destination", mount.Target);
            if (mount.Type == "volume")
            {
                json.WriteString("Driver", mount.Driver.Length > 0 ? mount.Driver : "local");
            }

            json.WriteString("Mode", "z");
            json.WriteBoolean("RW", !mount.IsReadOnly);
            json.WriteString("Propagation", "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string StatusOf(Container container, DateTimeOffset now) => container.State switch
    {
        ContainerState.Created => "Created",
        ContainerState.Running => $"Up {Ago(now - container.StartedAt)}{(container.Behaviour.UnhealthyAfter is null ? "" : container.IsUnhealthy ? " (unhealthy)" : " (healthy)")}",
        _ => $"Exited ({container.ExitCode}) {Ago(now - container.EndedAt)} ago",
    };

    private static string Ago(TimeSpan since) => since.TotalSeconds switch
    {
        < 1 => "Less than a second",
        < 2 => "1 second",
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{(int)since.TotalSeconds} seconds"),
        < 120 => "About a minute",
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)since.TotalMinutes} minutes"),
        < 7200 => "About an hour",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)since.TotalHours} hours"),
    };
}
