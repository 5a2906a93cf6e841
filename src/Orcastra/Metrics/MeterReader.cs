using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Orcastra.Metrics;

/// <summary>Keeps where every series of one meter stands. Made before the meter's instruments, it misses nothing.</summary>
public sealed class MeterReader : IDisposable
{
    private readonly Lock _turn = new();
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Listens to a meter.</summary>
    public MeterReader(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments, and says where everything stands, sorted by name.</summary>
    public ImmutableArray<Family> Read()
    {
        _listener.RecordObservableInstruments();
        lock (_turn)
        {
            return [.. _series.Values.Select(series => series.ToFamily())];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_turn)
        {
            if (!_series.TryGetValue(instrument.Name, out var series))
            {
                _series[instrument.Name] = series = new Series(instrument);
            }

            series.Take(labels, value);
        }
    }

    private static ImmutableArray<KeyValuePair<string, string>> Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(tags.Length);
        foreach (var (key, value) in tags)
        {
            labels.Add(new(key, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        }

        labels.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        return labels.ToImmutable();
    }
}
