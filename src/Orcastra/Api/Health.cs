namespace Orcastra.Api;

/// <summary>Whether the program does its work.</summary>
/// <param name="IsWell">True if it does.</param>
/// <param name="Reason">Why not, in words an operator can act on; empty if it does.</param>
public sealed record Health(bool IsWell, string Reason)
{
    /// <summary>It does.</summary>
    public static Health Well { get; } = new(true, "");

    /// <summary>It does not.</summary>
    public static Health Ill(string reason) => new(false, reason);
}
