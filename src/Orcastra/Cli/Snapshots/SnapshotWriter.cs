using System.Text.Json.Nodes;
using Orcastra.Cli.Output;
using Orcastra.Core.Remembering;

namespace Orcastra.Cli.Snapshots;

/// <summary>What the engine shows, raw, at one moment.</summary>
/// <param name="TakenAt">When the reading began.</param>
/// <param name="Nodes"><c>GET /nodes</c>.</param>
/// <param name="Services"><c>GET /services</c>.</param>
/// <param name="Tasks"><c>GET /tasks</c>.</param>
/// <param name="Figures">What is known of memory in use.</param>
/// <param name="Remembered">What Orcastra remembers in the Swarm.</param>
internal sealed record RawSnapshot(DateTimeOffset TakenAt, JsonArray Nodes, JsonArray Services, JsonArray Tasks, JsonObject Figures, Memory Remembered);

/// <summary>Writes a snapshot that can be shown to others.</summary>
internal static class SnapshotWriter
{
    /// <summary>The snapshot as JSON, secrets masked. What it is given is masked in place.</summary>
    public static string Write(RawSnapshot snapshot)
    {
        var before = SpecHashes.Of(snapshot.Services);
        Masking.ApplyToNodes(snapshot.Nodes);
        Masking.Apply(snapshot.Services);
        Masking.Apply(snapshot.Tasks);
        var memory = SpecHashes.Translate(snapshot.Remembered, before, SpecHashes.Of(snapshot.Services));
        return IndentedJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("takenAt", IndentedJson.Stamp(snapshot.TakenAt));
            foreach (var (name, part) in (ReadOnlySpan<(string, JsonNode)>)[("nodes", snapshot.Nodes), ("services", snapshot.Services), ("tasks", snapshot.Tasks), ("memory", snapshot.Figures)])
            {
                json.WritePropertyName(name);
                part.WriteTo(json);
            }

            json.WriteStartObject("remembered");
            foreach (var (key, value) in MemoryLabels.Write(memory))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
