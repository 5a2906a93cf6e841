using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Orcastra.Metrics;

/// <summary>The series of one instrument, told apart by their labels. Its owner takes care of turns.</summary>
internal sealed class Series(Instrument instrument)
{
    // What a plain counter reports is a step; what an observable one reports is where it stands.
    private readonly bool _adds = Is(instrument, typeof(Counter<>)) || Is(instrument, typeof(UpDownCounter<>));
    private readonly SortedDictionary<string, Sample> _samples = new(StringComparer.Ordinal);

    public void Take(ImmutableArray<KeyValuePair<string, string>> labels, double value)
    {
        var key = PrometheusText.Labels(labels);
        var before = _adds ? _samples.GetValueOrDefault(key)?.Value ?? 0 : 0;
        _samples[key] = new Sample(labels, before + value);
    }

    public Family ToFamily() => new(
        instrument.Name,
        instrument.Description ?? "",
        Is(instrument, typeof(Counter<>)) || Is(instrument, typeof(ObservableCounter<>)),
        [.. _samples.Values]);

    private static bool Is(Instrument instrument, Type open) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == open;
}
