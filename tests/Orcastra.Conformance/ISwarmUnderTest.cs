namespace Orcastra.Conformance;

/// <summary>A Swarm, real or simulated. Behaviours reach it by its nodes' HTTP API alone, but for what happens to machines.</summary>
public interface ISwarmUnderTest
{
    /// <summary>The time it lives in, and in which everything that concerns it is waited for and measured.</summary>
    TimeProvider Time { get; }

    /// <summary>Its engines' release, such as <c>26.1</c>.</summary>
    string Engine { get; }

    /// <summary>Its machines. The first three are managers, any others workers.</summary>
    IReadOnlyList<Machine> Nodes { get; }

    /// <summary>Sees which containers are really up on all nodes.</summary>
    Watcher Watcher { get; }

    /// <summary>Takes a machine's power away.</summary>
    Task PowerCutAsync(Machine node);

    /// <summary>Boots a machine from the same disk.</summary>
    Task StartAsync(Machine node);

    /// <summary>Pulls a machine's network cable.</summary>
    Task CutAsync(Machine node);

    /// <summary>Puts the cable back.</summary>
    Task HealAsync(Machine node);

    /// <summary>Makes the containers of a service to be exit with 7 at once on some machines, and serve on all others.</summary>
    Draft CrashingOn(Draft draft, params IReadOnlyList<Machine> nodes);
}
