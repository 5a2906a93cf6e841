namespace Orcastra.Conformance;

/// <summary>One machine of a Swarm, real or not.</summary>
public class Machine(int number, EngineApi api) : IDisposable
{
    public int Number => number;

    public string Name => $"node{number}";

    /// <summary>Swarm's ID of it. Another one once it has left and joined again.</summary>
    public string Id { get; set; } = "";

    public EngineApi Api => api;

    public SwarmView Swarm => new(this);

    public override string ToString() => Name;

    public void Dispose()
    {
        api.Dispose();
        GC.SuppressFinalize(this);
    }
}
