using System.Collections.Immutable;

namespace Orcastra.Core.Policies;

/// <summary>One entry of <c>nodes.yml</c>.</summary>
/// <param name="Name">Hostname, or node ID.</param>
/// <param name="Ip">Address to reach the machine at; empty if none is given.</param>
/// <param name="Labels">Static labels to keep true.</param>
/// <param name="Where">Where it was declared, as <c>file:line:column</c>.</param>
public sealed record NodePolicy(string Name, string Ip, ImmutableSortedDictionary<string, string> Labels, string Where)
{
    /// <summary>What it is to be in the Swarm.</summary>
    public NodeRole Role { get; init; }

    /// <summary>Its engine, as <c>DOCKER_HOST</c> would say it; empty where it is reached by ssh at its address.</summary>
    public string Host { get; init; } = "";

    /// <summary>False for a machine that is listed and is no member of the Swarm.</summary>
    public bool IsMember { get; init; } = true;
}

/// <summary>What a node is to be in the Swarm.</summary>
public enum NodeRole
{
    /// <summary>A manager as far as an odd number of them is good for.</summary>
    Auto,

    /// <summary>A manager.</summary>
    Manager,

    /// <summary>No manager.</summary>
    Worker,
}
