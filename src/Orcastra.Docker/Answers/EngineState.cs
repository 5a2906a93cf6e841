namespace Orcastra.Docker;

/// <summary>What <c>GET /info</c> says about an engine and its own place in the Swarm.</summary>
/// <param name="NodeId">Its node's ID; empty if it is in no Swarm.</param>
/// <param name="Hostname">Its host's name.</param>
/// <param name="LocalNodeState"><c>inactive</c>, <c>pending</c>, <c>active</c>, <c>error</c> or <c>locked</c>.</param>
/// <param name="IsManager">True if it shows and changes the Swarm.</param>
/// <param name="Error">Why it is in no good state; empty if it is.</param>
/// <param name="NodeAddress">The address it advertises.</param>
/// <param name="SwarmId">The Swarm's ID; only managers know it.</param>
/// <param name="ServerVersion">The engine's release.</param>
/// <param name="MemoryBytes">Memory of its host.</param>
/// <param name="CgroupVersion"><c>1</c> or <c>2</c>.</param>
/// <param name="RootFolder">Where it keeps its files.</param>
public sealed record EngineState(
    string NodeId,
    string Hostname,
    string LocalNodeState,
    bool IsManager,
    string Error,
    string NodeAddress,
    string SwarmId,
    string ServerVersion,
    long MemoryBytes,
    string CgroupVersion,
    string RootFolder);
