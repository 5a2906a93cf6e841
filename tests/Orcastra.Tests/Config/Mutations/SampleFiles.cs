namespace Orcastra.Tests.Config.Mutations;

/// <summary>A line of a file and what it is, so that a mutation finds a line it fits.</summary>
internal sealed record Line(string Text, string Role);

/// <summary>A valid pair of files, made from a seed; different seeds differ in names, number and form of entries.</summary>
internal sealed class SampleFiles
{
    private readonly Random _random;

    public SampleFiles(Random random)
    {
        _random = random;
        WriteDependencies();
        WriteNodes();
    }

    public List<Line> Dependencies { get; } = [];

    public List<Line> Nodes { get; } = [];

    /// <summary>An anchor in the short form that is first in its file, and one of its dependents.</summary>
    public (string Anchor, string Dependent) First { get; private set; }

    private void WriteDependencies()
    {
        First = ("couchdb", "swarmpit0");
        Add(Dependencies, "couchdb: [swarmpit0, influxdb]", "short");
        var anchors = _random.Next(1, 4);
        for (var i = 0; i < anchors; i++)
        {
            if (_random.Next(3) == 0)
            {
                Add(Dependencies, $"short{i}: [one{i}, two{i}]", "short");
            }

            WriteFull(i);
        }
    }

    private void WriteFull(int i)
    {
        Add(Dependencies, $"gitea_db{i}:", "full");
        Add(Dependencies, "  stack: swarm-dev", "stack");
        Add(Dependencies, $"  restart_dependents: {(_random.Next(2) == 0 ? "true" : "false")}", "bool");
        Add(Dependencies, $"  retry_intervals: [2, 10, {_random.Next(11, 900)}]", "retry");
        Add(Dependencies, "  handoff: labels", "handoff");
        Add(Dependencies, "  services:", "services");
        for (var k = 0; k <= _random.Next(2, 5); k++)
        {
            Add(Dependencies, $"    - gitea{i}_{k}", k == 0 ? "firstitem" : "item");
        }
    }

    private void WriteNodes()
    {
        Add(Nodes, "leader: node-a0", "leader");
        Add(Nodes, "advertise_addr: 192.0.2.10", "advertise");
        Add(Nodes, "nodes:", "nodes");
        for (var i = 0; i < _random.Next(1, 4); i++)
        {
            Add(Nodes, $"  node-a{i}:", "node");
            Add(Nodes, $"    ip: 192.0.2.{10 + (2 * i)}", "ip");
            Add(Nodes, $"    labels: [zfs, ssd{_random.Next(9)}]", "list");
            Add(Nodes, $"  node-b{i}:", "node");
            Add(Nodes, $"    ip: 192.0.2.{11 + (2 * i)}", "ip");
            Add(Nodes, "    labels:", "map");
            Add(Nodes, "      tier: gold", "label");
            Add(Nodes, $"      rack: \"{_random.Next(99)}\"", "label");
        }

        Add(Nodes, "options:", "options");
        Add(Nodes, "  prune_unknown_labels: true", "bool");
    }

    private static void Add(List<Line> lines, string text, string role) => lines.Add(new(text, role));
}
