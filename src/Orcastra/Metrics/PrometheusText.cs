using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Orcastra.Metrics;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
public static class PrometheusText
{
    /// <summary>What to answer as <c>Content-Type</c>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes families in the order given.</summary>
    public static string Write(IEnumerable<Family> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(family.IsCounter ? " counter\n" : " gauge\n");
            foreach (var sample in family.Samples)
            {
                text.Append(family.Name).Append(Labels(sample.Labels)).Append(' ').Append(Number(sample.Value)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Labels in braces; nothing at all for none.</summary>
    public static string Labels(ImmutableArray<KeyValuePair<string, string>> labels) =>
        labels.IsEmpty ? "" : $"{{{string.Join(',', labels.Select(label => $"{label.Key}=\"{EscapeValue(label.Value)}\""))}}}";

    /// <summary>A number as Prometheus reads it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeValue(string text) => EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
