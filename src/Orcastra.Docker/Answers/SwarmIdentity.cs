namespace Orcastra.Docker;

/// <summary>What <c>GET /swarm</c> says.</summary>
/// <param name="Id">The Swarm's ID.</param>
/// <param name="Version">The version a write compares with.</param>
public sealed record SwarmIdentity(string Id, ulong Version);
