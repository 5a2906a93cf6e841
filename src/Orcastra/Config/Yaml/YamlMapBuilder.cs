using System.Collections.Immutable;

namespace Orcastra.Config;

/// <summary>Makes maps: refuses duplicate keys, and resolves YAML 1.1's merge key <c>&lt;&lt;</c>, which compose users are used to.</summary>
/// <param name="findings">Where errors go.</param>
internal sealed class YamlMapBuilder(Findings findings)
{
    /// <summary>Merges copy entries; maps that merge maps that merge maps must end somewhere.</summary>
    private const int MostMerged = 20_000;

    private int _merged;

    /// <summary>The map of these pairs.</summary>
    public YamlMap Build(Place place, IEnumerable<(YamlValue Key, YamlValue Value)> pairs)
    {
        var entries = ImmutableArray.CreateBuilder<(YamlScalar Key, YamlValue Value)>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        var merges = new List<YamlValue>();
        foreach (var (key, value) in pairs)
        {
            if (key is not YamlScalar name)
            {
                findings.Error(key.Place, $"a key must be a name, this is {key.Kind}");
            }
            else if (name is { IsPlain: true, Text: "<<" })
            {
                merges.Add(value);
            }
            else if (seen.TryAdd(name.Text, name.Place))
            {
                entries.Add((name, value));
            }
            else
            {
                findings.Error(name.Place, $"'{name.Text}' stands twice in this map (first in line {seen[name.Text].Line}); remove one of them");
            }
        }

        Merge(merges, entries, seen);
        return new(place, entries.ToImmutable());
    }

    private void Merge(List<YamlValue> merges, ImmutableArray<(YamlScalar Key, YamlValue Value)>.Builder entries, Dictionary<string, Place> seen)
    {
        foreach (var source in merges.SelectMany(merge => merge is YamlList list ? list.Items : [merge]))
        {
            if (source is not YamlMap map)
            {
                findings.Error(source.Place, $"<< takes a map, this is {source.Kind}");
                continue;
            }

            foreach (var (key, value) in map.Entries)
            {
                if (++_merged > MostMerged)
                {
                    findings.Error(map.Place, $"<< brings in more than {MostMerged} entries in this file; write them out");
                    return;
                }

                if (seen.TryAdd(key.Text, key.Place))
                {
                    entries.Add((key, value));
                }
            }
        }
    }
}
