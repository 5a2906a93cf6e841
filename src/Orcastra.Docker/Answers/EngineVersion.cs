namespace Orcastra.Docker;

/// <summary>What <c>GET /version</c> says.</summary>
/// <param name="Version">The engine's release, such as <c>20.10.24</c>.</param>
/// <param name="Api">Its highest API version.</param>
/// <param name="MinApi">Its lowest one.</param>
/// <param name="Os">Its operating system.</param>
/// <param name="Architecture">Its architecture.</param>
public sealed record EngineVersion(string Version, string Api, string MinApi, string Os, string Architecture);
