using Orcastra.Core.Policies;

namespace Orcastra.Core.Membership;

/// <summary>What is said of an engine that cannot be brought in, and what to do about it.</summary>
public static class Troubles
{
    /// <summary>Why nothing can be done with an engine; null if it is well, in a Swarm or out of one.</summary>
    public static string? Of(EngineSighting? engine) => engine?.Place switch
    {
        null => "its engine was not asked",
        EnginePlace.Unreachable => engine.Trouble,
        EnginePlace.Joining => "it is still joining its Swarm; check that it reaches the managers on port 2377 if that lasts",
        EnginePlace.Failed => $"it cannot take its place in its Swarm: {engine.Trouble}; the engine's log (`journalctl -u docker`) may say more",
        EnginePlace.Locked => "its Swarm is locked; run `docker swarm unlock` on that node",
        _ => null,
    };
}

/// <summary>Engines that are not who they should be.</summary>
internal static class Strangers
{
    /// <summary>Why the engine that answers is not the entry's; null if it is.</summary>
    public static string? WrongMachine(NodePolicy entry, EngineSighting engine) => engine.Hostname == entry.Name || engine.NodeId == entry.Name
        ? null
        : $"the engine that answers there calls itself {engine.Hostname}, not {entry.Name}: correct its address in the inventory ({entry.Where}), or its host name";
}
