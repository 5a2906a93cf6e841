namespace Orcastra.Simulator;

/// <summary>What a release of the engine is called, and which API versions it speaks.</summary>
/// <param name="Version">The release.</param>
/// <param name="NewestApi">The newest API version, its minor part.</param>
/// <param name="OldestApi">The oldest API version, its minor part.</param>
internal sealed record EngineRelease(string Version, int NewestApi, int OldestApi)
{
    private static readonly EngineRelease[] Known =
    [
        new("20.10.24", 41, 12),
        new("24.0.9", 43, 12),
        new("26.1.5", 45, 24),
        new("27.5.1", 47, 24),
        new("28.5.2", 51, 24),
        new("29.0.4", 52, 44),
        new("29.7.2", 55, 40),
    ];

    /// <summary>A null placement panics the leader's orchestrator up to 29.6.</summary>
    public bool PanicsWithoutPlacement => NewestApi < 55;

    public static EngineRelease Of(string name, string? oldestApi)
    {
        var release = Known.FirstOrDefault(known => known.Version.StartsWith(name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"no release {name} is known; take one of {string.Join(", ", Known.Select(known => known.Version))}", nameof(name));
        return oldestApi is null ? release : release with { OldestApi = Minor(oldestApi) ?? throw new ArgumentException($"{oldestApi} is no API version", nameof(oldestApi)) };
    }

    /// <summary>The minor part of an API version; null if it is none.</summary>
    public static int? Minor(string version) =>
        version.StartsWith("1.", StringComparison.Ordinal) && int.TryParse(version.AsSpan(2), out var minor) && minor >= 0 ? minor : null;
}
