using System.Text;

namespace Orcastra.Bench.Scale;

/// <summary>The lists of a made-up Swarm, as an engine answers with them.</summary>
/// <param name="size">How large it is.</param>
/// <param name="strays">True if one in twenty dependents is to be out of place.</param>
internal sealed class EngineJson(Size size, bool strays)
{
    private readonly Cast _cast = new(size);

    /// <summary>The answer to <c>GET /nodes</c>.</summary>
    public byte[] Nodes()
    {
        var labels = Enumerable.Range(0, size.Nodes)
            .SelectMany(group => Enumerable.Range(0, Size.RunningOfGroup), (group, task) => group * Size.ServicesOfNode is var anchor ? (Anchor: anchor, Node: _cast.NodeOf(anchor, task)) : default)
            .Distinct()
            .ToLookup(label => label.Node, label => Cast.Plain(label.Anchor));
        return List(Enumerable.Range(0, size.Nodes).Select(node => ElementJson.Node(node, labels[node])));
    }

    /// <summary>The answer to <c>GET /services</c>.</summary>
    public byte[] Services() => List(Enumerable.Range(0, size.Services).Select(ElementJson.Service));

    /// <summary>The answer to <c>GET /tasks</c>.</summary>
    /// <param name="runningOnly">Only the tasks that are wanted, as a watch asks.</param>
    public byte[] Tasks(bool runningOnly) => List(
        from service in Enumerable.Range(0, size.Services)
        from task in Enumerable.Range(0, runningOnly ? Cast.Running(service) : Size.TasksOfService)
        select ElementJson.Task(service, task, NodeOf(service, task)));

    private int NodeOf(int service, int task) => (_cast.NodeOf(service, task) + (strays && Cast.Strays(service) ? size.Nodes / 2 : 0)) % size.Nodes;

    private static byte[] List(IEnumerable<string> items)
    {
        using var bytes = new MemoryStream();
        var sign = "["u8;
        foreach (var item in items)
        {
            bytes.Write(sign);
            bytes.Write(Encoding.UTF8.GetBytes(item.Replace("\n", "", StringComparison.Ordinal)));
            sign = ","u8;
        }

        bytes.Write("]\n"u8);
        return bytes.ToArray();
    }
}
