namespace Orcastra.Simulator;

/// <summary>What a node must have for a task, in the order in which it is asked, each with the words for its lack.</summary>
internal sealed class Filters
{
    private static readonly (Func<TaskRecord, NodeLoad, bool> Passes, Func<int, string> Explain)[] All =
    [
        ((_, load) => load.Node.IsEligible, nodes => nodes == 1 ? "1 node not available for new tasks" : $"{nodes} nodes not available for new tasks"),
        (HasResources, nodes => $"insufficient resources on {Nodes(nodes)}"),
        (HasPlugins, nodes => $"missing plugin on {Nodes(nodes)}"),
        ((task, load) => Constraint.All(task.Spec.Task.Constraints, load.Node), nodes => $"scheduling constraints not satisfied on {Nodes(nodes)}"),
        (HasPlatform, nodes => $"unsupported platform on {Nodes(nodes)}"),
        (HasPorts, nodes => $"host-mode port already in use on {Nodes(nodes)}"),
        (HasRoom, _ => "max replicas per node limit exceed"),
    ];

    private readonly int[] _failures = new int[All.Length];

    public void Reset() => Array.Clear(_failures);

    /// <summary>True if the node can take the task; else the first filter that says no is counted.</summary>
    public bool Pass(TaskRecord task, NodeLoad load)
    {
        for (var i = 0; i < All.Length; i++)
        {
            if (!All[i].Passes(task, load))
            {
                _failures[i]++;
                return false;
            }
        }

        return true;
    }

    /// <summary>Why no node would do, the most frequent reason first.</summary>
    public string Explain() => string.Join("; ", Enumerable.Range(0, All.Length)
        .Where(i => _failures[i] > 0)
        .OrderByDescending(i => _failures[i])
        .Select(i => All[i].Explain(_failures[i])));

    private static string Nodes(int count) => count == 1 ? "1 node" : $"{count} nodes";

    private static bool HasResources(TaskRecord task, NodeLoad load) =>
        task.Spec.Task.Reservations is var wanted && (wanted.IsNone || wanted.Fits(load.Free));

    private static bool HasPlatform(TaskRecord task, NodeLoad load)
    {
        var platforms = task.Spec.Task.Platforms;
        return platforms.Count == 0 || platforms.Any(platform =>
            (platform.System.Length == 0 || platform.System == NodeDescription.System)
            && (platform.Architecture.Length == 0 || Normal(platform.Architecture) == Normal(NodeDescription.Architecture)));
    }

    private static string Normal(string architecture) => architecture is "x86_64" or "x86-64" or "amd64" ? "amd64" : architecture;

    private static bool HasPorts(TaskRecord task, NodeLoad load)
    {
        foreach (var port in task.Spec.Ports)
        {
            if (port is { IsOnHost: true, Published: > 0 } && load.HasPort(port))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasRoom(TaskRecord task, NodeLoad load) =>
        task.Spec.Task.MaxPerNode == 0 || load.ActiveOf(task.ServiceId) < task.Spec.Task.MaxPerNode;

    private static bool HasPlugins(TaskRecord task, NodeLoad load) => task.Spec.Task.Mounts.All(mount =>
        mount.Type != "volume" || mount.Driver is "" or "local" || load.Node.Description.Plugins.Contains(("Volume", mount.Driver)));
}
