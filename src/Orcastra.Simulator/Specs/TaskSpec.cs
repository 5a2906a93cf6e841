using System.Text.Json.Nodes;

namespace Orcastra.Simulator;

/// <summary>The part of a service's spec that its tasks are made from.</summary>
internal sealed class TaskSpec
{
    private static readonly TimeSpan DefaultStopGrace = TimeSpan.FromSeconds(10);

    public TaskSpec(JsonObject raw, JsonObject service)
    {
        Container = raw.Child("ContainerSpec") ?? [];
        Bytes = Wire.Bytes(Shown(raw));
        Key = Canonical.Of(raw, "Placement", "Runtime");
        var placement = raw.Child("Placement");
        PlacementKey = Canonical.Of(placement);
        Constraints = [.. placement.Texts("Constraints").Select(Constraint.TryParse).OfType<Constraint>()];
        Spreads = [.. placement.Items("Preferences").Select(item => item.Child("Spread").Text("SpreadDescriptor")).Where(text => text.Length > 0)];
        MaxPerNode = (int)placement.Number("MaxReplicas");
        Platforms = [.. placement.Items("Platforms").Select(item => (item.Text("OS"), item.Text("Architecture")))];
        Reservations = Resources.Read(raw.Child("Resources").Child("Reservations"));
        MemoryLimit = raw.Child("Resources").Child("Limits").Number("MemoryBytes");
        Restart = RestartPolicy.Read(raw.Child("RestartPolicy"));
        Image = Container.Text("Image");
        Command = [.. Container.Texts("Command"), .. Container.Texts("Args")];
        StopGrace = Container.Nanoseconds("StopGracePeriod", DefaultStopGrace);
        Networks = [.. raw.Items("Networks").Concat(service.Items("Networks")).Select(item => item.Text("Target")).Distinct()];
        Mounts = [.. Container.Items("Mounts").Select(Mount.Read)];
    }

    public JsonObject Container { get; }

    /// <summary>The JSON as tasks show it.</summary>
    public byte[] Bytes { get; }

    /// <summary>Equal for templates that differ in nothing but placement.</summary>
    public string Key { get; }

    public string PlacementKey { get; }

    public IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>Labels by whose values tasks are spread, the most important first.</summary>
    public IReadOnlyList<string> Spreads { get; }

    public int MaxPerNode { get; }

    public IReadOnlyList<(string System, string Architecture)> Platforms { get; }

    public Resources Reservations { get; }

    public long MemoryLimit { get; }

    public RestartPolicy Restart { get; }

    public string Image { get; }

    /// <summary>What is run, with its arguments.</summary>
    public IReadOnlyList<string> Command { get; }

    public TimeSpan StopGrace { get; }

    public IReadOnlyList<string> Networks { get; }

    public IReadOnlyList<Mount> Mounts { get; }

    // A task does not say again what kind of runtime its service asks for.
    private static JsonObject Shown(JsonObject raw)
    {
        if (!raw.ContainsKey("Runtime"))
        {
            return raw;
        }

        var shown = (JsonObject)raw.DeepClone();
        shown.Remove("Runtime");
        return shown;
    }
}

/// <summary>A mount of a container.</summary>
internal readonly record struct Mount(string Type, string Source, string Target, bool IsReadOnly, string Driver)
{
    public static Mount Read(JsonNode? json) => new(
        json.Text("Type"),
        json.Text("Source"),
        json.Text("Target"),
        json.Flag("ReadOnly"),
        json.Child("VolumeOptions").Child("DriverConfig").Text("Name"));
}
