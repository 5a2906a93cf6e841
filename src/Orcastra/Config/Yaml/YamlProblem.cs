using YamlDotNet.Core;

namespace Orcastra.Config;

/// <summary>Says what the YAML parser found, where an operator will look.</summary>
internal static class YamlProblem
{
    /// <summary>Where the problem is.</summary>
    public static Place PlaceOf(string file, string text, YamlException problem)
    {
        _ = text;
        return new(file, Math.Max(1, (int)problem.Start.Line), Math.Max(1, (int)problem.Start.Column));
    }

    /// <summary>What the problem is, as part of a sentence.</summary>
    public static string Say(YamlException problem) => "this is not YAML: " + problem.Message.TrimEnd('.');
}
