using System.Collections.Immutable;
using System.Text.Json;
using Orcastra.Core.Swarm;
using Orcastra.Docker.Wire;

namespace Orcastra.Tests.Docker.Lists;

/// <summary>Reads tasks the plain way, from a document held whole: what the reader that skips must agree with.</summary>
internal static class PlainTaskJson
{
    public static ImmutableArray<SwarmTask> ReadAll(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static SwarmTask Read(JsonElement json)
    {
        var status = json.Field("Status");
        return new(
            json.Text("ID"),
            json.Text("ServiceID"),
            (int)json.Number("Slot"),
            json.Text("NodeID"),
            TaskJson.ReadState(status.Text("State")),
            TaskJson.ReadDesiredState(json.Text("DesiredState")),
            json.Time("CreatedAt"),
            status.Time("Timestamp"),
            json.Field("Spec").Field("Placement").Texts("Constraints"),
            status.Text("Err"));
    }
}
