using System.CommandLine;

namespace Orcastra.Cli.Verbs;

/// <summary><c>orcastra version</c>: asks no engine, so that it works everywhere.</summary>
internal static class VersionCommand
{
    /// <summary>The verb.</summary>
    public static Command Build(Surroundings surroundings)
    {
        var verb = new Verb("version", "Print the version.", ("orcastra version", "asks no engine"));
        verb.SetAction(_ => surroundings.Out.WriteLine($"orcastra {Product.Version}"));
        return verb;
    }
}
