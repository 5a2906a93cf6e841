namespace Orcastra.Bench.Scale;

/// <summary>How large a made-up Swarm is. The same services on every node, whatever the size, so that the growth is the program's own.</summary>
/// <param name="Nodes">Nodes.</param>
internal sealed record Size(int Nodes)
{
    /// <summary>Services on each node's account: one anchor, three dependents of it, six others.</summary>
    public const int ServicesOfNode = 10;

    /// <summary>Tasks in the list of each service, ended ones included.</summary>
    public const int TasksOfService = 5;

    /// <summary>Dependents of each anchor.</summary>
    public const int Dependents = 3;

    /// <summary>Tasks of anchors and dependents that run; the others of their five are history.</summary>
    public const int RunningOfGroup = 2;

    /// <summary>Services, anchors and dependents included.</summary>
    public int Services => Nodes * ServicesOfNode;

    /// <summary>Tasks, ended ones included.</summary>
    public int Tasks => Services * TasksOfService;
}
