namespace Orcastra.Simulating;

/// <summary>A machine, named or found at the moment it is needed.</summary>
/// <param name="Name">Its hostname; empty if it is found.</param>
/// <param name="Service">The service that runs there; empty if it is named.</param>
internal sealed record NodeReference(string Name, string Service = "")
{
    /// <summary>The word for the leader's machine.</summary>
    public const string Leader = "leader";

    /// <summary>True for the leader's machine, whichever it is.</summary>
    public bool IsLeader => Name == Leader;

    /// <inheritdoc/>
    public override string ToString() => Service.Length > 0 ? $"the node of {Service}" : Name;
}
