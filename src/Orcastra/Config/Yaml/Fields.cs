using System.Collections.Immutable;
using Orcastra.Core;

namespace Orcastra.Config;

/// <summary>The entries of a map whose keys are known beforehand.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, YamlValue> _values = new(StringComparer.Ordinal);
    private readonly Findings _findings;

    /// <summary>Takes the entries and reports those nobody knows.</summary>
    /// <param name="map">The map.</param>
    /// <param name="owner">What it describes, for messages.</param>
    /// <param name="known">The keys it may have.</param>
    /// <param name="findings">Where errors go.</param>
    public Fields(YamlMap map, string owner, ImmutableArray<string> known, Findings findings)
    {
        _findings = findings;
        foreach (var (key, value) in map.Entries)
        {
            if (known.Contains(key.Text))
            {
                _values[key.Text] = value;
            }
            else
            {
                var choice = Spelling.Nearest(key.Text, known) is { } near ? $"did you mean '{near}'?" : $"known are {string.Join(", ", known)}";
                findings.Error(key.Place, $"{owner} has no '{key.Text}'; {choice}");
            }
        }
    }

    /// <summary>The value of a key, whatever it is.</summary>
    public YamlValue? Any(string key) => _values.GetValueOrDefault(key);

    /// <summary>A map; null if the key is absent or holds something else.</summary>
    public YamlMap? Map(string key) => Expect<YamlMap>(key, "a map", "{}");

    /// <summary>A list; null if the key is absent or holds something else.</summary>
    public YamlList? List(string key) => Expect<YamlList>(key, "a list", "[]");

    /// <summary>A single value of a type; null if the key is absent or its value does not fit.</summary>
    public T? Value<T>(string key, ValueType<T> type)
        where T : struct =>
        Scalar(key) is { } scalar && Read(scalar, key, type, _findings, out var value) ? value : null;

    /// <summary>A single text that is not empty; null if the key is absent or its value does not fit.</summary>
    public YamlScalar? Text(string key, ValueType<string> type) =>
        Scalar(key) is { } scalar && Read(scalar, key, type, _findings, out _) ? scalar : null;

    /// <summary>A single value that is there; null if the key is absent or holds something else.</summary>
    public YamlScalar? Scalar(string key)
    {
        var scalar = Expect<YamlScalar>(key, "a single value", null);
        if (scalar is not { IsNull: true })
        {
            return scalar;
        }

        _findings.Error(scalar.Place, $"{key} has no value; write one, or remove the line");
        return null;
    }

    /// <summary>Reads a single value; reports one that does not fit.</summary>
    public static bool Read<T>(YamlScalar scalar, string key, ValueType<T> type, Findings findings, out T value)
    {
        var fits = type.TryRead(scalar.Text, out value);
        if (!fits)
        {
            findings.Error(scalar.Place, $"{key}: '{scalar.Text}' {type.Complaint}");
        }

        return fits;
    }

    private T? Expect<T>(string key, string kind, string? nothing)
        where T : YamlValue
    {
        var value = Any(key);
        if (value is null or T)
        {
            return (T?)value;
        }

        var advice = nothing is not null && value is YamlScalar { IsNull: true } ? $" (write {nothing} for none)" : "";
        _findings.Error(value.Place, $"{key} must be {kind}, this is {value.Kind}{advice}");
        return null;
    }
}
