using System.Collections.Immutable;
using Orcastra.Core.Policies;

namespace Orcastra.Config;

/// <summary>Reads <c>leader</c>, <c>advertise_addr</c>, <c>nodes</c> and <c>options</c>.</summary>
/// <param name="findings">Where errors go.</param>
internal sealed class NodesReader(Findings findings)
{
    /// <summary>The keys at the top of <c>nodes.yml</c>.</summary>
    public static ImmutableArray<string> Keys { get; } = ["leader", "advertise_addr", "nodes", "options"];

    private static readonly ImmutableArray<string> NodeKeys = ["ip", "labels", "role", "host", "swarm"];

    private readonly LabelsReader _labels = new(findings);

    /// <summary>Reads the entries that are there.</summary>
    public NodesDraft Read(Fields top) => new()
    {
        HasNodes = top.Any("nodes") is not null,
        Nodes = top.Map("nodes") is { } nodes ? [.. nodes.Entries.Select(entry => Node(entry.Key, entry.Value))] : [],
        Leader = ToPlaced(top.Text("leader", FileTypes.NodeName)),
        AdvertiseAddress = ToPlaced(top.Text("advertise_addr", FileTypes.AdvertiseAddress)),
        Prune = Prune(top),
    };

    private Placed? Prune(Fields top)
    {
        if (top.Map("options") is not { } map)
        {
            return null;
        }

        var options = new Fields(map, "options", ["prune_unknown_labels"], findings);
        return options.Value("prune_unknown_labels", ValueTypes.Bool) is { } prune
            ? new(prune ? "true" : "false", options.Any("prune_unknown_labels")!.Place)
            : null;
    }

    private NodeDraft Node(YamlScalar key, YamlValue value)
    {
        CheckName(key);
        if (value is YamlScalar { IsNull: true })
        {
            return new(key.Text, "", [], key.Place);
        }

        if (value is not YamlMap map)
        {
            findings.Error(value.Place, $"node '{key.Text}' must be a map such as {{ip: 192.0.2.10, labels: [ssd]}}, this is {value.Kind}");
            return new(key.Text, "", [], key.Place);
        }

        var fields = new Fields(map, $"node '{key.Text}'", NodeKeys, findings);
        var ip = fields.Text("ip", FileTypes.Ip);
        return new(key.Text, ip?.Text ?? "", _labels.Read(fields.Any("labels")), key.Place)
        {
            Role = fields.Value("role", FileTypes.Role) ?? NodeRole.Auto,
            Host = fields.Text("host", FileTypes.Host)?.Text ?? "",
            IsMember = fields.Value("swarm", ValueTypes.Bool) ?? true,
        };
    }

    private void CheckName(YamlScalar key)
    {
        if (key.IsNull || key.Text.Length == 0)
        {
            findings.Error(key.Place, "a node without a name; write its hostname or its ID");
        }
        else
        {
            _ = Fields.Read(key, "node", FileTypes.NodeName, findings, out _);
        }
    }

    private static Placed? ToPlaced(YamlScalar? scalar) => scalar is null ? null : new(scalar.Text, scalar.Place);
}
