using Orcastra.Core.Swarm;

namespace Orcastra.Core.Fitting;

/// <summary>Compares platforms as SwarmKit does: nodes say x86_64 and aarch64 where images say amd64 and arm64.</summary>
internal static class Platforms
{
    /// <summary>True if an image for the first runs on the second; what is empty fits all.</summary>
    public static bool Match(Platform image, Platform node) =>
        (image.Os.Length == 0 || string.Equals(image.Os, node.Os, StringComparison.OrdinalIgnoreCase))
        && (image.Architecture.Length == 0 || Normal(image.Architecture) == Normal(node.Architecture));

    private static string Normal(string architecture) => architecture.ToLowerInvariant() switch
    {
        "x86_64" or "x64" => "amd64",
        "aarch64" => "arm64",
        var arm when arm.StartsWith("armv", StringComparison.Ordinal) => "arm",
        "i386" or "i686" => "386",
        var other => other,
    };
}
