using Orcastra.Core.Membership;
using Orcastra.Docker;

namespace Orcastra.Membership;

/// <summary>What an engine says of itself, as membership is planned from it.</summary>
internal static class Sightings
{
    /// <summary>Reads what it says.</summary>
    public static EngineSighting Of(EngineState state)
    {
        var place = state.LocalNodeState switch
        {
            "active" => EnginePlace.Inside,
            "pending" => EnginePlace.Joining,
            "error" => EnginePlace.Failed,
            "locked" => EnginePlace.Locked,
            _ => EnginePlace.Outside,
        };
        return new(place, state.Hostname, state.NodeId, state.IsManager ? state.SwarmId : "", state.Error);
    }
}
