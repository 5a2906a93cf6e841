namespace Orcastra.Core.Membership;

/// <summary>Where an engine stands, by its own account.</summary>
public enum EnginePlace
{
    /// <summary>It did not answer.</summary>
    Unreachable,

    /// <summary>It is in no Swarm.</summary>
    Outside,

    /// <summary>It is joining a Swarm, or starting in its own.</summary>
    Joining,

    /// <summary>It is in a Swarm.</summary>
    Inside,

    /// <summary>It is in a Swarm and cannot take its place there.</summary>
    Failed,

    /// <summary>Its Swarm's key is locked.</summary>
    Locked,
}

/// <summary>What an engine of the inventory says of itself.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Hostname">Its host's name; empty if it did not answer.</param>
/// <param name="NodeId">Its node's ID; empty if it is in no Swarm, or is locked out of it.</param>
/// <param name="SwarmId">Its Swarm's ID; only managers know it.</param>
/// <param name="Trouble">Why it did not answer or cannot take its place, in words; empty if neither.</param>
public sealed record EngineSighting(EnginePlace Place, string Hostname, string NodeId, string SwarmId, string Trouble)
{
    /// <summary>An engine that did not answer.</summary>
    public static EngineSighting Unreachable(string trouble) => new(EnginePlace.Unreachable, "", "", "", trouble);
}
