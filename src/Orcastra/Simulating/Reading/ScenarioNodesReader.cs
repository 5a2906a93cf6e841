using System.Collections.Immutable;
using Orcastra.Config;

namespace Orcastra.Simulating;

/// <summary>Reads the machines of a scenario: how many, or a map of hostnames.</summary>
/// <param name="findings">Where errors go.</param>
internal sealed class ScenarioNodesReader(Findings findings)
{
    private const int ByDefault = 5;

    private static readonly ImmutableArray<string> Keys = ["memory", "role", "labels"];

    /// <summary>The machines; five if nothing is said.</summary>
    public ImmutableArray<ScenarioNode> Read(YamlValue? value)
    {
        switch (value)
        {
            case null:
                return ScenarioNode.Numbered(ByDefault);
            case YamlScalar scalar:
                return ScenarioNode.Numbered(Fields.Read(scalar, "nodes", ScenarioTypes.Nodes, findings, out var count) ? count : ByDefault);
            case YamlMap { Entries.IsEmpty: false } map:
                return OfMap(map);
            default:
                findings.Error(value.Place, $"nodes must be a number or a map of hostnames, this is {value.Kind}; write e.g. 5");
                return ScenarioNode.Numbered(ByDefault);
        }
    }

    private ImmutableArray<ScenarioNode> OfMap(YamlMap map)
    {
        var managers = ScenarioNode.Managers(map.Entries.Length);
        ImmutableArray<ScenarioNode> nodes = [.. map.Entries.Select((entry, index) => One(entry.Key, entry.Value, index < managers))];
        if (!nodes.Any(node => node.IsManager))
        {
            findings.Error(map.Place, "none of the nodes is a manager; a Swarm needs one");
        }

        // The first machines found the Swarm.
        return [.. nodes.OrderByDescending(node => node.IsManager)];
    }

    private ScenarioNode One(YamlScalar name, YamlValue value, bool isManager)
    {
        _ = Fields.Read(name, "node", FileTypes.NodeName, findings, out _);
        var node = ScenarioNode.Numbered(1)[0] with { Name = name.Text, IsManager = isManager };
        if (value is YamlScalar { IsNull: true })
        {
            return node;
        }

        if (value is not YamlMap map)
        {
            findings.Error(value.Place, $"node '{name.Text}' must be a map such as {{memory: 16GiB, role: worker}}, or nothing, this is {value.Kind}");
            return node;
        }

        var fields = new Fields(map, $"node '{name.Text}'", Keys, findings);
        return node with
        {
            IsManager = fields.Value("role", ScenarioTypes.IsManager) ?? isManager,
            MemoryBytes = fields.Value("memory", ScenarioTypes.Size) ?? node.MemoryBytes,
            Labels = new LabelsReader(findings).Read(fields.Any("labels")).ToImmutableSortedDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal),
        };
    }
}
