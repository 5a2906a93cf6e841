namespace Orcastra.Docker;

/// <summary>The secrets by which engines join a Swarm. They show themselves to nobody who prints them.</summary>
/// <param name="Worker">Joins as a worker.</param>
/// <param name="Manager">Joins as a manager.</param>
public sealed record JoinTokens(string Worker, string Manager)
{
    /// <inheritdoc/>
    public override string ToString() => "join tokens (not shown)";
}
