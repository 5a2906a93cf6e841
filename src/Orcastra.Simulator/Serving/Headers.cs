namespace Orcastra.Simulator;

/// <summary>What every answer of an engine carries.</summary>
internal static class Headers
{
    public static IEnumerable<(string Name, string Value)> Of(EngineRelease release) =>
    [
        ("Api-Version", $"1.{release.NewestApi}"),
        ("Docker-Experimental", "false"),
        ("Ostype", "linux"),
        ("Server", $"Docker/{release.Version} (linux)"),
    ];
}
