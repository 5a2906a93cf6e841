using System.Globalization;
using System.Text.RegularExpressions;

namespace Orcastra.Tests.Metrics;

/// <summary>Reads the text format as strictly as promtool does: names, escapes, order, no series twice.</summary>
internal static partial class PrometheusParser
{
    public static Dictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Dictionary<string, double> samples = [];
        Dictionary<string, string> types = [];
        HashSet<string> helped = [];
        var current = "";
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                current = help.Groups[1].Value;
                Assert.True(helped.Add(current), $"HELP of {current} twice");
            }
            else if (Kind().Match(line) is { Success: true } kind)
            {
                Assert.Equal(current, kind.Groups[1].Value);
                Assert.True(types.TryAdd(current, kind.Groups[2].Value), $"TYPE of {current} twice");
            }
            else
            {
                var sample = Series().Match(line);
                Assert.True(sample.Success, $"no sample: {line}");
                Assert.Equal(current, sample.Groups[1].Value);
                Assert.True(types.ContainsKey(current), $"{current} has no TYPE before its samples");
                Assert.True(samples.TryAdd(sample.Groups[1].Value + sample.Groups[2].Value, Number(sample.Groups[3].Value)), $"twice: {line}");
                Assert.True(types[current] != "counter" || current.EndsWith("_total", StringComparison.Ordinal), $"a counter's name ends with _total: {current}");
            }
        }

        return samples;
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)+)$""")]
    private static partial Regex Help();

    [GeneratedRegex("""^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)$""")]
    private static partial Regex Kind();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\n|\\")*",?)+\})?) (\S+)$""")]
    private static partial Regex Series();
}
