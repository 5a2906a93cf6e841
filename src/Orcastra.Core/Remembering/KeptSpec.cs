namespace Orcastra.Core.Remembering;

/// <summary>
/// What an owner could roll a service back to before a write of ours took its place. Only hashes are remembered: the spec may
/// hold secrets and stands in a config object of its own.
/// </summary>
/// <param name="UserHash">Hash of the owner's part of the spec that is kept; empty if it was too large to be kept.</param>
/// <param name="Precedes">Hash of the owner's part of the spec that took its place: for another one it is of no use.</param>
/// <param name="KeptAt">When that was.</param>
public sealed record KeptSpec(string UserHash, string Precedes, DateTimeOffset KeptAt);
