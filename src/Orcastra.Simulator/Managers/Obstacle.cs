namespace Orcastra.Simulator;

/// <summary>What keeps a manager's request from being answered by the leader.</summary>
internal enum Obstacle
{
    None,

    /// <summary>The manager knows of no leader, and looks for one.</summary>
    NoLeader,

    /// <summary>It has known of none for so long that it refuses at once.</summary>
    NoQuorum,

    /// <summary>It knows of one that does not hear it.</summary>
    Silence,

    /// <summary>The leader hears too few of the others to commit anything.</summary>
    Isolation,
}
