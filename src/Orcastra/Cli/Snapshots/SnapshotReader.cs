using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Remembering;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Wire;

namespace Orcastra.Cli.Snapshots;

/// <summary>Reads a stored snapshot. Fields nobody asks for may be missing: people cut down and edit these files.</summary>
internal static class SnapshotReader
{
    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is no snapshot; the message says where and why.</exception>
    public static (ClusterSnapshot Snapshot, Memory Memory) Read(SnapshotText stored) => ReadWith(stored.Name, stored.Text, root =>
    {
        var snapshot = new ClusterSnapshot(
            TakenAt(root),
            NodeJson.ReadAll(Part(root, "nodes")),
            ServiceJson.ReadAll(Part(root, "services")),
            TaskJson.ReadAll(Part(root, "tasks")));
        return (snapshot, Remembered(root));
    });

    /// <summary>Names of the networks that tasks are attached to, by ID, without Swarm's own ingress.</summary>
    public static ImmutableDictionary<string, string> NetworkNames(JsonElement tasks)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var task in tasks.EnumerateArray())
        {
            if (task.TryGetProperty("NetworksAttachments", out var attachments) && attachments.ValueKind == JsonValueKind.Array)
            {
                foreach (var network in attachments.EnumerateArray().Select(attachment => attachment.GetProperty("Network")))
                {
                    var spec = network.GetProperty("Spec");
                    if (!(spec.TryGetProperty("Ingress", out var ingress) && ingress.ValueKind == JsonValueKind.True))
                    {
                        names[network.GetProperty("ID").GetString()!] = spec.GetProperty("Name").GetString()!;
                    }
                }
            }
        }

        return names.ToImmutable();
    }

    /// <summary>Reads something of a stored snapshot.</summary>
    public static T ReadWith<T>(string file, string text, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return json.RootElement.ValueKind == JsonValueKind.Object ? read(json.RootElement) : throw new JsonException("expected an object at its top");
        }
        catch (JsonException problem)
        {
            var place = problem.LineNumber is { } line ? $"{file}:{line + 1}:{problem.BytePositionInLine + 1}" : file;
            throw new FormatException($"{place}: this is no snapshot ({problem.Message}); make one with `orcastra snapshot`", problem);
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"{file}: this is no snapshot of one Swarm ({problem.Message}); make one with `orcastra snapshot`", problem);
        }
    }

    /// <summary>A list at the top.</summary>
    public static JsonElement Part(JsonElement root, string name) => root.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Array
        ? part
        : throw new JsonException($"the list {name} is missing");

    private static DateTimeOffset TakenAt(JsonElement root) =>
        root.TryGetProperty("takenAt", out var text) && text.ValueKind == JsonValueKind.String && text.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : throw new JsonException("takenAt is missing, or no time such as 2025-01-31T12:00:00Z");

    private static Memory Remembered(JsonElement root) => root.TryGetProperty("remembered", out var labels) && labels.ValueKind == JsonValueKind.Object
        ? MemoryLabels.Read(labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? ""))
        : Memory.Empty;
}
