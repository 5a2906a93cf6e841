using System.Collections.Immutable;
using Orcastra.Config;

namespace Orcastra.Simulating;

/// <summary>Reads the steps of a scenario.</summary>
/// <param name="cast">Whom the scenario knows.</param>
/// <param name="findings">Where errors go.</param>
internal sealed class StepReader(Cast cast, Findings findings)
{
    private const string Usage = "write e.g. {at: 30s, power_cut: node2}";

    private readonly DeedReader _deeds = new(cast, findings);

    /// <summary>The steps, in the order they happen.</summary>
    public ImmutableArray<Step> Read(YamlList? list)
    {
        var last = TimeSpan.Zero;
        var steps = ImmutableArray.CreateBuilder<Step>();
        foreach (var item in list?.Items ?? [])
        {
            if (item is not YamlMap map)
            {
                findings.Error(item.Place, $"a step is a map, this is {item.Kind}; {Usage}");
                continue;
            }

            var due = Due(map, ref last);
            foreach (var deed in Deeds(map))
            {
                steps.Add(new(due, deed));
                due = new(IsAbsolute: false, TimeSpan.Zero);
            }
        }

        return steps.ToImmutable();
    }

    private Due Due(YamlMap map, ref TimeSpan last)
    {
        var fields = new Fields(map with { Entries = map.Entries.RemoveAll(entry => entry.Key.Text is not ("at" or "after")) }, "a step", ["at", "after"], findings);
        if (fields.Any("at") is not null && fields.Any("after") is { } second)
        {
            findings.Error(second.Place, "at and after are both given; keep one of them");
        }

        if (fields.Value("at", ScenarioTypes.Time) is not { } at)
        {
            return new(IsAbsolute: false, fields.Value("after", ScenarioTypes.Time) ?? TimeSpan.Zero);
        }

        if (at < last)
        {
            findings.Error(fields.Any("at")!.Place, $"this is before the step above it, which is at {last.TotalSeconds:0.###} s; steps stand in the order they happen");
        }

        last = at;
        return new(IsAbsolute: true, at);
    }

    private IEnumerable<Deed> Deeds(YamlMap map)
    {
        var entries = map.Entries.RemoveAll(entry => entry.Key.Text is "at" or "after");
        if (entries.Length != 1)
        {
            var problem = entries.IsEmpty ? "this step does nothing" : $"this step does {string.Join(" and ", entries.Select(entry => entry.Key.Text))}; make a step of each";
            findings.Error(entries.IsEmpty ? map.Place : entries[1].Key.Place, entries.IsEmpty ? $"{problem}; {Usage}" : problem);
        }

        return [.. entries.Take(1).SelectMany(entry => _deeds.Read(entry.Key, entry.Value))];
    }
}
