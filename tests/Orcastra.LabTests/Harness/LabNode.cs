namespace Orcastra.LabTests;

/// <summary>One machine of the lab.</summary>
internal sealed class LabNode(int number, string folder) : IDisposable
{
    public int Number => number;

    public string Name => $"node{number}";

    public string Socket { get; } = Path.Combine(folder, $"node{number}", "docker.sock");

    /// <summary>Swarm's ID of it.</summary>
    public string Id { get; set; } = "";

    public EngineApi Api { get; } = new(Path.Combine(folder, $"node{number}", "docker.sock"));

    public SwarmView Swarm => new(this);

    public override string ToString() => Name;

    public void Dispose() => Api.Dispose();
}
