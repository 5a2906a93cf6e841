using System.Collections.Immutable;
using Orcastra.Core.Planning;

namespace Orcastra.Config;

/// <summary>Reads the labels of a node, list or map.</summary>
/// <param name="findings">Where errors and notes go.</param>
internal sealed class LabelsReader(Findings findings)
{
    /// <summary>The labels; none if there is no such entry.</summary>
    public ImmutableArray<LabelDraft> Read(YamlValue? labels)
    {
        switch (labels)
        {
            case null:
                return [];
            case YamlList list:
                return OfList(list);
            case YamlMap map:
                return [.. map.Entries.Select(OfEntry).OfType<LabelDraft>()];
            default:
                var advice = labels is YamlScalar { IsNull: true } ? "write [] for none, or remove the line" : "write [ssd] or {tier: gold}";
                findings.Error(labels.Place, $"labels must be a list or a map, this is {labels.Kind}; {advice}");
                return [];
        }
    }

    private ImmutableArray<LabelDraft> OfList(YamlList list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var labels = ImmutableArray.CreateBuilder<LabelDraft>();
        foreach (var item in list.Items)
        {
            if (item is not YamlScalar scalar)
            {
                findings.Error(item.Place, $"a label in a list must be a name, this is {item.Kind}; labels with values are written as a map: {{tier: gold}}");
            }
            else if (IsKey(scalar))
            {
                if (seen.Add(scalar.Text))
                {
                    labels.Add(new(scalar.Text, "true", scalar.Place));
                }
                else
                {
                    findings.Error(scalar.Place, $"label '{scalar.Text}' stands twice in this list; remove one of them");
                }
            }
        }

        return labels.ToImmutable();
    }

    private LabelDraft? OfEntry((YamlScalar Key, YamlValue Value) entry)
    {
        var (key, value) = entry;
        if (!IsKey(key))
        {
            return null;
        }

        if (value is not YamlScalar scalar || scalar.IsNull || scalar.Text.Length == 0)
        {
            findings.Error(value.Place, $"label '{key.Text}' must have a single value that is not empty, this is {Describe(value)}; write true if it is only there or not");
            return null;
        }

        // Such a label may still be meant for people or for other programs, so it is no error.
        if (!Names.IsConstraintValue(scalar.Text))
        {
            findings.Note($"{scalar.Place}: no constraint can name the value '{scalar.Text}' of label '{key.Text}'");
        }

        return new(key.Text, scalar.Text, key.Place);
    }

    private bool IsKey(YamlScalar key)
    {
        var complaint = key.Text switch
        {
            _ when key.IsNull || key.Text.Length == 0 => "a label without a name; write one, or remove the line",
            var text when text.Contains('=', StringComparison.Ordinal) => $"label '{text}' has a '=' in its name; labels with values are written as a map: {{tier: gold}}",
            var text when !Names.IsLabelKey(text) => $"label '{text}' cannot be named by a constraint; use letters, digits, '.', '-' and '_'",
            var text when text.StartsWith(Trace.Prefix, StringComparison.OrdinalIgnoreCase) => $"label '{text}': names that start with {Trace.Prefix} are Orcastra's own; choose another",
            _ => null,
        };
        if (complaint is not null)
        {
            findings.Error(key.Place, complaint);
        }

        return complaint is null;
    }

    private static string Describe(YamlValue value) => value is YamlScalar { IsNull: false } ? "empty" : value.Kind;
}
