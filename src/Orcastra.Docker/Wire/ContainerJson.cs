using System.Text.Json;

namespace Orcastra.Docker.Wire;

/// <summary>Reads containers.</summary>
public static class ContainerJson
{
    /// <summary>Reads one container.</summary>
    public static Container Read(JsonElement json) => new(
        json.Text("Id"),
        json.Texts("Names").FirstOrDefault("").TrimStart('/'),
        json.Text("Image"),
        json.Text("ImageID"),
        json.Text("State"),
        json.Text("Status"),
        DateTimeOffset.FromUnixTimeSeconds(json.Number("Created")),
        json.Labels("Labels"));
}
