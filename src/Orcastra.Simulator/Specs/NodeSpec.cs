using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>What a node may be used for.</summary>
internal enum Availability
{
    Active,
    Pause,
    Drain,
}

/// <summary>What is wished of a node.</summary>
internal sealed class NodeSpec
{
    public NodeSpec(JsonObject raw)
    {
        Raw = raw;
        Labels = raw.Labels("Labels");
        WantsManager = raw.Text("Role") == "manager";
        Availability = raw.Text("Availability") switch
        {
            "pause" => Availability.Pause,
            "drain" => Availability.Drain,
            _ => Availability.Active,
        };
    }

    public JsonObject Raw { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public bool WantsManager { get; }

    public Availability Availability { get; }

    public static NodeSpec New(bool isManager, string availability) => new(new JsonObject
    {
        ["Labels"] = new JsonObject(),
        ["Role"] = isManager ? "manager" : "worker",
        ["Availability"] = availability.Length > 0 ? availability : "active",
    });
}

/// <summary>What a node says of itself.</summary>
/// <param name="Hostname">Its name.</param>
/// <param name="Capacity">What it has.</param>
/// <param name="EngineVersion">Its engine's release.</param>
/// <param name="EngineLabels">Labels of its engine.</param>
/// <param name="Plugins">Kind and name of each plugin beyond the built-in ones.</param>
internal sealed record NodeDescription(
    string Hostname,
    Resources Capacity,
    string EngineVersion,
    IReadOnlyDictionary<string, string> EngineLabels,
    IReadOnlyList<(string Kind, string Name)> Plugins)
{
    public const string System = "linux";
    public const string Architecture = "x86_64";
}
